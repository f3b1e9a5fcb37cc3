import type { Setting } from './context.ts';
import type { Finding } from './finding.ts';
import { judgeRate } from './rate.ts';

/** How often a request fails for good. Failed requests also count as quality 0. */
export function judgeErrors(setting: Setting): readonly Finding[] {
  return [
    judgeRate(setting, {
      kind: 'errors',
      name: 'failed requests',
      subject: 'Failed requests',
      maximumIncrease: setting.evidence.gates.errors.maximumIncrease,
      baseline: setting.baseline.failed,
      candidate: setting.candidate.observations.failed,
      what: 'record of failures',
    }),
  ];
}
