import type { Setting } from './context.ts';
import type { Finding } from './finding.ts';
import { judgeNonInferiority } from './non-inferiority.ts';

/** Non-inferiority against the baseline, and against the frozen original where there is one: drift adds up. */
export function judgeQuality(setting: Setting): readonly Finding[] {
  const { evidence, baseline, sample } = setting;
  const { margin } = evidence.gates.quality;
  const gate = judgeNonInferiority(setting, {
    kind: 'quality',
    name: 'quality',
    subject: 'Quality',
    margin,
    sample,
    reference: baseline,
    referenceName: 'the baseline',
  });
  if (evidence.original === undefined) return [gate];
  const drift = judgeNonInferiority(setting, {
    kind: 'quality',
    name: 'quality against the frozen original',
    subject: 'Quality against the frozen original',
    margin,
    sample,
    reference: evidence.original,
    referenceName: 'the frozen original',
  });
  return [gate, drift];
}
