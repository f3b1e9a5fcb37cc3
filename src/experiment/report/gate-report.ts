import type { GateResult, Missing } from '../../core/verdict.ts';
import type { GateReport } from '../../reports/report.ts';

/** What a report writes for a figure that is not known, or not a number. */
export function finite(value: number | undefined): number | null {
  return value !== undefined && Number.isFinite(value) ? value : null;
}

function reportMissing({ cases, clusters, reason }: Missing, costOfCase: number): GateReport['missing'] {
  return { cases, clusters: clusters ?? null, reason, price: cases * costOfCase };
}

/** @param costOfCase dollars for one more case in both arms */
export function reportGate(gate: GateResult, costOfCase: number): GateReport {
  return {
    name: gate.name,
    kind: gate.kind,
    status: gate.status,
    decisive: gate.decisive,
    estimate: finite(gate.interval?.estimate),
    low: finite(gate.interval?.low),
    high: finite(gate.interval?.high),
    threshold: finite(gate.threshold),
    p: finite(gate.p),
    adjustedP: finite(gate.adjustedP),
    method: gate.method,
    unit: gate.unit,
    sentence: gate.sentence,
    details: Object.fromEntries(
      Object.entries(gate.details ?? {}).map(([name, value]) => [
        name,
        typeof value === 'number' ? finite(value) : value,
      ]),
    ),
    missing: gate.missing === undefined ? null : reportMissing(gate.missing, costOfCase),
  };
}
