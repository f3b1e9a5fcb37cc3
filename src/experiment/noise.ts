import { displayPath } from '../core/display-path.ts';
import { ConfigurationError } from '../core/errors.ts';
import { dollars } from '../core/money.ts';
import { countCalls } from '../core/share.ts';
import { shownConfidence } from './judge/level.ts';
import { lookOrder } from './look-order.ts';
import { type NoiseFigures, noiseFigures } from './noise/figures.ts';
import { decideOnNoise, repeatsForMargin, smallestUsableMargin } from './noise/usable-margin.ts';
import { factsOf } from './planning/decide.ts';
import { runOneArm } from './run-arms.ts';
import { type SideRunRequest, withSideRun } from './side-run.ts';
import { packSizeOf } from './stack.ts';

export interface NoiseRequest extends SideRunRequest {
  /** How often every case is asked; 3 when unset, 2 at least. */
  readonly repeats?: number;
  /** How many test cases are drawn; all of them when unset. */
  readonly cases?: number;
}

export interface NoiseReport extends NoiseFigures {
  readonly version: 1;
  readonly suite: { readonly name: string; readonly file: string };
  readonly runId: string;
  /** Cases of the test split, of which `cases` were asked. */
  readonly testCases: number;
  /** Repeats that the suite asks for. */
  readonly suiteRepeats: number;
  readonly measure: 'pass' | 'score';
  /** Confidence of the flip rate's two-sided interval. */
  readonly confidence: number;
  /** The margin that the suite asks for. */
  readonly margin: number;
  /** The smallest margin that the baseline itself would pass 80 % of the time on this suite; null for none. */
  readonly usableMargin: number | null;
  /** The chance that the baseline passes the quality gate against itself. */
  readonly chanceOfQuality: number;
  /** Repeats that the margin asked needs; null when no number up to 100 is enough. */
  readonly repeatsForMargin: number | null;
  /** Test cases that the margin asks for with the suite's own repeats. */
  readonly casesForMargin: number;
  /** True when every text, pass and cost was the same in every repeat. */
  readonly silent: boolean;
  /** Dollars. */
  readonly paid: number;
  readonly calls: number;
  /** True when embedded models answered. */
  readonly illustrative: boolean;
}

function checkCounts({
  repeats,
  cases,
}: {
  readonly repeats: number;
  readonly cases: number | undefined;
}): void {
  if (!Number.isInteger(repeats) || repeats < 2) {
    throw new ConfigurationError([
      { message: `noise needs two repeats of a case or more, not ${repeats}.`, found: String(repeats) },
    ]);
  }
  if (cases !== undefined && (!Number.isInteger(cases) || cases < 1)) {
    throw new ConfigurationError([
      { message: `noise needs one case or more, not ${cases}.`, found: String(cases) },
    ]);
  }
}

/**
 * Runs the baseline against itself: every case several times, each with a fresh call, and says how much the answers,
 * their quality, cost and latency vary, and what margin that leaves. No verdict, so no use of the test split.
 *
 * @throws ConfigurationError before the first call. @throws RunFailedError when the budget or a vendor ends the run.
 */
export async function measureNoise(request: NoiseRequest): Promise<NoiseReport> {
  const repeats = request.repeats ?? 3;
  checkCounts({ repeats, cases: request.cases });
  return withSideRun(request, { purpose: 'noise', repeats, replay: false }, async (run) => {
    const { suite, plan, session, baseline } = run;
    const drawn = lookOrder(suite.seed, plan.test.length).slice(0, request.cases ?? plan.test.length);
    const cases = [...drawn].sort((a, b) => a - b).map((position) => plan.test[position]);
    const grid = await runOneArm(baseline, { ...plan, test: cases }, session);
    const { measure, margin, confidence } = suite.gates.quality;
    const shown = shownConfidence(1 - confidence);
    const figures = noiseFigures(grid, { measure, confidence: shown });
    const facts = factsOf(suite, plan.test, {
      candidates: Math.max(1, suite.candidates.length),
      original: plan.originalStack !== undefined,
      packSize: packSizeOf(plan.baselineStack),
    });
    const noise = { variance: figures.variance, weighted: suite.mix !== undefined };
    const decision = decideOnNoise(noise, facts, { margin, repeats: suite.repeats });
    const models = new Set(grid.flat().flatMap(({ charges }) => charges.map(({ model }) => model)));
    return {
      version: 1,
      suite: { name: suite.name, file: displayPath(suite.file) },
      runId: session.run.id,
      ...figures,
      testCases: plan.test.length,
      suiteRepeats: suite.repeats,
      measure,
      confidence: shown,
      margin,
      usableMargin: smallestUsableMargin(noise, facts, suite.repeats),
      chanceOfQuality: decision.chanceOfQuality,
      repeatsForMargin: repeatsForMargin(noise, facts),
      casesForMargin: decision.casesForMargin,
      silent:
        figures.differentTexts === 0 &&
        figures.flips.cases === 0 &&
        figures.variance === 0 &&
        figures.cost.relative < 1e-12,
      paid: dollars(session.transport.budget.spent()),
      calls: countCalls(grid.flat().flatMap(({ charges }) => charges)),
      illustrative: [...models].some((model) => session.provider(model).illustrative),
    };
  });
}
