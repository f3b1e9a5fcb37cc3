import type { GateResult, GateStatus, VerdictKind } from '../../core/verdict.ts';
import { holmAdjust } from '../../stats/holm.ts';
import { boundaryAt, type Look, nominalP, sequentialP } from './boundaries.ts';
import type { Finding, Ruling, StatisticalFinding } from './finding.ts';

/** A candidate's p: the largest over its statistical gates (intersection–union); undefined when one has none. */
export function largestP(findings: readonly Finding[]): number | undefined {
  let largest = 0;
  let found = false;
  for (const finding of findings) {
    if (finding.test === 'fixed') {
      if (finding.untestable) return undefined;
    } else {
      largest = Math.max(largest, finding.p);
      found = true;
    }
  }
  return found ? largest : undefined;
}

/** How the p of a candidate's gates is corrected, and what it is then compared with. */
export interface Correction {
  readonly level: number;
  readonly requiredP: number;
  readonly adjust: (p: number) => number;
  readonly text?: string;
}

/**
 * Holm over the candidates of the run. A gate's p is corrected as if it were its candidate's, so that a gate passes at
 * the level exactly when it would let the candidate pass, and all gates pass exactly when the candidate does.
 */
export function holmCorrection(pValues: readonly number[], index: number, level: number): Correction {
  const adjust = (p: number): number => holmAdjust(pValues.with(index, p))[index];
  let requiredP = 0;
  for (let divisor = 1; divisor <= pValues.length && requiredP === 0; divisor += 1) {
    if (adjust(level / divisor) <= level * (1 + 1e-12)) requiredP = level / divisor;
  }
  return {
    level,
    requiredP,
    adjust,
    ...(pValues.length > 1 ? { text: `after Holm over ${pValues.length} candidates` } : {}),
  };
}

/** The boundary of the look at level / m: every statistical gate has to cross it at the same look. */
export function lookCorrection(candidates: number, look: Look, level: number): Correction {
  const requiredP = nominalP(boundaryAt(look.fractions, level / candidates));
  const adjust = (p: number): number => {
    const adjusted = Math.min(1, candidates * sequentialP(look.fractions, p));
    // The table behind `sequentialP` is close, the boundary is exact: on the edge the boundary decides.
    return p <= requiredP ? Math.min(adjusted, level) : Math.max(adjusted, level * (1 + 1e-9));
  };
  const over = candidates > 1 ? ` and ${candidates} candidates` : '';
  return { level, requiredP, adjust, text: `after early-stopping bounds${over}` };
}

/** A gate passes when its p is small enough; fails when it does not and is significantly worse. */
export function conclude(finding: Finding, correction: Correction): GateResult {
  const { kind, name, method, unit, interval, threshold, details } = finding;
  const shared = {
    kind,
    name,
    method,
    unit,
    decisive: finding.decisive ?? true,
    ...(interval === undefined ? {} : { interval }),
    ...(threshold === undefined ? {} : { threshold }),
    ...(details === undefined ? {} : { details }),
  };
  if (finding.test === 'fixed') {
    const { status, sentence, missing } = finding;
    return { ...shared, status, sentence, ...(missing === undefined ? {} : { missing }) };
  }
  const adjustedP = correction.adjust(finding.p);
  const ruling: Ruling = {
    status: statusOf(finding, correction),
    adjustedP,
    requiredP: correction.requiredP,
    ...(correction.text === undefined ? {} : { correction: correction.text }),
  };
  const missing = finding.missing(ruling);
  return {
    ...shared,
    status: ruling.status,
    p: finding.p,
    adjustedP,
    sentence: finding.sentence(ruling),
    ...(missing === undefined ? {} : { missing }),
  };
}

function statusOf(finding: StatisticalFinding, { requiredP }: Correction): GateStatus {
  if (requiredP > 0 && finding.p <= requiredP) return 'passed';
  return finding.worse ? 'failed' : 'undecided';
}

/** Reject before promote before undecided; gates that only inform take no part. */
export function compose(gates: readonly GateResult[]): VerdictKind {
  const decisive = gates.filter((gate) => gate.decisive);
  if (decisive.some((gate) => gate.status === 'failed')) return 'reject';
  if (decisive.length > 0 && decisive.every((gate) => gate.status === 'passed')) return 'promote';
  return 'undecided';
}
