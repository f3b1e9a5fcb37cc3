import type { Setting } from './context.ts';
import type { Finding } from './finding.ts';
import { judgePercentile } from './percentiles.ts';

const percentiles = [
  ['p50', 0.5],
  ['p95', 0.95],
  ['p99', 0.99],
] as const;

/** Latency percentiles; a run that read recordings measured none, and says so instead of passing. */
export function judgeLatency(setting: Setting): readonly Finding[] {
  const gates = setting.evidence.gates.latency;
  return percentiles.flatMap(([label, probability]) => {
    const gate = gates?.[label];
    if (gate === undefined) return [];
    return [
      judgePercentile(setting, {
        kind: 'latency',
        name: `latency ${label}`,
        subject: `Latency ${label}`,
        probability,
        maximumIncrease: gate.maximumIncrease,
        unit: 'milliseconds',
        baseline: setting.baseline.milliseconds,
        candidate: setting.candidate.observations.milliseconds,
        notMeasured: `Latency ${label} was not measured: some answers were read from recordings; run without them to judge it.`,
      }),
    ];
  });
}
