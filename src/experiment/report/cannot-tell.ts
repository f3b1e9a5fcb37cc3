import type { ArmReport } from '../../reports/report.ts';
import type { Suite } from '../../suite/suite.ts';
import type { Evidence } from '../evidence.ts';
import { errorOf } from '../judge/level.ts';
import type { LockFile } from '../lock-file.ts';

/** After this many different looks at one test split its cases have begun to steer what is tried. */
const wornOutAfter = 20;

/** What this run cannot tell, one sentence each. */
export function cannotTell({
  evidence,
  baseline,
  illustrative,
  suite,
  stacked,
  promotions,
}: {
  readonly evidence: Evidence;
  readonly baseline: ArmReport;
  readonly illustrative: boolean;
  readonly suite: Suite;
  /** The run also measured the stack of what passed. */
  readonly stacked: boolean;
  /** How many promotions the baseline stands on. */
  readonly promotions: number;
}): readonly string[] {
  const sentences: string[] = [];
  if (illustrative) {
    sentences.push(
      'What a language model would do: embedded pocket models answered. They are small text models, and their prices are invented, so only percentages are shown.',
    );
  }
  if (baseline.latency === null) {
    sentences.push(
      'Latency: not measured, because answers were read from recordings. Run with --no-replay to measure it.',
    );
  }
  if (suite.repeats === 1) {
    sentences.push(
      'How much answers vary from call to call: every case was run once. Set repeats to measure it.',
    );
  }
  if (suite.mix === undefined) {
    sentences.push(
      'How the figures shift with real traffic: every case counts the same, because the suite declares no mix.',
    );
  }
  if (suite.clusterTag === undefined) {
    sentences.push(
      `Whether cases depend on each other: the suite declares no clusters, so each case counts as independent${sharesCalls(evidence) ? ', but for those that one call answered together' : ''}.`,
    );
  }
  if (suite.traffic === undefined && !illustrative) {
    sentences.push('Dollars a month: the suite declares no traffic.');
  }
  sentences.push(
    suite.prefixCache === 'simulate'
      ? 'How often a vendor’s prompt cache misses for reasons of its own: costs are as billed with a simulated one, by the same rule for every arm.'
      : 'What a vendor’s prompt cache would save: costs are as billed without one, by the same rule for every arm.',
  );
  if (evidence.candidates.length > 1 && !stacked) {
    sentences.push('What several candidates save together: each was measured alone on the baseline.');
  }
  if (promotions > 0) sentences.push(chainOf(promotions, errorOf(evidence)));
  return sentences;
}

function sharesCalls({ baseline, original, candidates }: Evidence): boolean {
  const arms = [baseline, original, ...candidates.map(({ observations }) => observations)];
  return arms.some((observations) => observations?.sharedCalls !== undefined);
}

/** Every baseline makes new questions, whose rounds begin at 1; what that costs is said here. */
function chainOf(promotions: number, alpha: number): string {
  const percent = (share: number): string => `${Number((100 * Math.min(1, share)).toFixed(1))} %`;
  const earlier = promotions === 1 ? 'one promotion' : `${promotions} promotions`;
  return (
    `How sound the chain of promotions is as a whole: the baseline stands on ${earlier}, and verdicts against a new baseline are new questions that begin with round 1, on the same test cases. ` +
    `Each step of the chain errs with a chance of ${percent(alpha)} at most, ${promotions + 1} steps together with ${percent((promotions + 1) * alpha)}. Promoting a stack at once is one step; fresh test cases are independent of what was chosen before.`
  );
}

/** What a verdict that rests on a model's word has to say about it; undefined when people have checked the judge. */
function judgeWarning(suite: Suite, judgedCases: number): string | undefined {
  if (judgedCases === 0 || suite.judgeCalibration !== undefined) return undefined;
  const cases = judgedCases === 1 ? '1 test case is' : `${judgedCases} test cases are`;
  return `${cases} graded by a model that no one has checked: a judge that errs differently on two arms does not cancel out. Label some of its judgements and name them under judgeCalibration.`;
}

export function warningsOf({
  suite,
  testUses,
  lock,
  judgedCases,
}: {
  /** Test cases of which a judge's call graded the baseline's answer. */
  readonly judgedCases: number;
  readonly suite: Suite;
  readonly testUses: number;
  readonly lock: LockFile | undefined;
}): readonly string[] {
  const warnings: string[] = [];
  const judge = judgeWarning(suite, judgedCases);
  if (judge !== undefined) warnings.push(judge);
  if (testUses > wornOutAfter) {
    warnings.push(
      `The test split has been used for ${testUses} different verdicts. It is wearing out: add fresh cases before trusting small differences.`,
    );
  }
  if (lock?.forced !== undefined)
    warnings.push(`The baseline was promoted against its verdict: ${lock.forced}`);
  if (lock !== undefined && lock.digests.dataset !== suite.digests.dataset) {
    warnings.push('The dataset has changed since the baseline was promoted.');
  }
  return warnings;
}
