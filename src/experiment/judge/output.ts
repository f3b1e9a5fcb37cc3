import type { Setting } from './context.ts';
import type { Finding } from './finding.ts';
import { judgePercentile } from './percentiles.ts';
import { judgeRate } from './rate.ts';

/** How long answers are, and how often the output limit cuts one off. */
export function judgeOutput(setting: Setting): readonly Finding[] {
  const { p95Tokens, truncationRate } = setting.evidence.gates.output;
  const { observations } = setting.candidate;
  const cutOff = judgeRate(setting, {
    kind: 'output',
    name: 'truncated answers',
    subject: 'Answers cut off',
    maximumIncrease: truncationRate.maximumIncrease,
    baseline: setting.baseline.truncated,
    candidate: observations.truncated,
    what: 'record of cut-off answers',
  });
  if (p95Tokens === undefined) return [cutOff];
  const length = judgePercentile(setting, {
    kind: 'output',
    name: 'output p95',
    subject: 'Output length p95',
    probability: 0.95,
    maximumIncrease: p95Tokens.maximumIncrease,
    unit: 'tokens',
    baseline: setting.baseline.outputTokens,
    candidate: observations.outputTokens,
    notMeasured: 'Output length p95 was not measured: some answers have no count of tokens.',
  });
  return [length, cutOff];
}
