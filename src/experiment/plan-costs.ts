import type { TestCase } from '../core/case.ts';
import { addMoney, type NanoDollars, nanoDollars, zeroDollars } from '../core/money.ts';
import { noUsage, type Usage } from '../core/usage.ts';
import { countRequestTokens } from '../pricing/count-tokens.ts';
import type { PriceBook } from '../pricing/price-book.ts';
import type { Provider } from '../providers/provider.ts';
import { createRandom, derive, shuffle } from '../stats/random.ts';
import { mostExpensive, paidFor } from '../transport/prices-of-calls.ts';
import type { Arm } from './arm.ts';
import type { RecordedCalls } from './planning/earlier-runs.ts';
import { type RehearsedCall, rehearse } from './planning/rehearse.ts';

/** Output tokens of a call of which nothing is known, unless its own limit is lower. */
export const assumedOutputTokens = 256;

/** Above this many cases the requests of a drawn part stand for all. */
const mostRehearsed = 2000;

export interface ArmCosts {
  /** Model calls of all trials, retries and judges not counted. */
  readonly calls: number;
  /** What the calls will probably cost when nothing is replayed: counted input, recorded or assumed output. */
  readonly expected: NanoDollars;
  /** What the budget would reserve for them, one try each. */
  readonly worst: NanoDollars;
  /** Where the output tokens come from: the same arm, calls like these, or an assumption. */
  readonly outputFrom: 'same arm' | 'similar calls' | 'assumption';
  /** Mean output tokens of a call that were reckoned with. */
  readonly outputTokens: number;
  /** Judges, from the newest run; null when that had none. */
  readonly judges: NanoDollars | null;
  /** What the figures do not hold, one sentence each. */
  readonly notes: readonly string[];
}

export interface CostServices {
  readonly priceBook: PriceBook;
  readonly provider: (model: string) => Provider;
  readonly recorded: readonly RecordedCalls[];
  readonly seed: string;
  readonly repeats: number;
}

const sources = ['same arm', 'similar calls', 'assumption'] as const;
type Source = (typeof sources)[number];

function meanTokens(calls: readonly RecordedCalls[]): number | undefined {
  const count = calls.reduce((sum, group) => sum + group.calls, 0);
  return count === 0 ? undefined : calls.reduce((sum, group) => sum + group.outputTokens, 0) / count;
}

/** Output tokens of a call, from the calls most like it. */
function outputTokensOf(
  { request, step, purpose }: RehearsedCall,
  armId: string,
  recorded: readonly RecordedCalls[],
): { readonly tokens: number; readonly source: Source } {
  if (request.kind === 'embedding') return { tokens: 0, source: 'same arm' };
  const limit = request.parameters.maxOutputTokens ?? Number.POSITIVE_INFINITY;
  const alike = recorded.filter((group) => !group.judge && group.step === step && group.purpose === purpose);
  const own = meanTokens(alike.filter((group) => group.armId === armId && group.model === request.model));
  if (own !== undefined) return { tokens: own, source: 'same arm' };
  const similar = meanTokens(alike.filter((group) => group.model === request.model)) ?? meanTokens(alike);
  if (similar !== undefined) return { tokens: Math.min(limit, similar), source: 'similar calls' };
  return { tokens: Math.min(limit, assumedOutputTokens), source: 'assumption' };
}

function inputTokensOf({ request }: RehearsedCall, worst: Usage): number {
  return request.kind === 'chat' ? countRequestTokens(request).tokens : worst.inputTokens;
}

function scaled(amount: NanoDollars, factor: number): NanoDollars {
  return nanoDollars(Math.round(amount * factor));
}

/** The least certain source that any call rests on. */
function weakest(found: ReadonlySet<Source>): Source {
  return sources.findLast((source) => found.has(source)) ?? 'assumption';
}

function chosenCases(cases: readonly TestCase[], seed: string): readonly TestCase[] {
  if (cases.length <= mostRehearsed) return cases;
  return shuffle(createRandom(derive(seed, 'cases that a plan rehearses')), cases).slice(0, mostRehearsed);
}

/**
 * What running an arm on cases will cost, reckoned before any call: the requests are rendered and go through the arm's
 * optimizations, and nobody answers them.
 */
export async function planArmCosts(
  arm: Pick<Arm, 'id' | 'middlewares' | 'packSize' | 'pipeline'>,
  cases: readonly TestCase[],
  { priceBook, provider, recorded, seed, repeats }: CostServices,
): Promise<ArmCosts> {
  const rehearsed = chosenCases(cases, seed);
  let calls = 0;
  let tokens = 0;
  let expected = zeroDollars;
  let worst = zeroDollars;
  const found = new Set<Source>();
  let stoppedBy: string | undefined;
  for (const testCase of rehearsed) {
    const rehearsal = await rehearse(arm, testCase);
    stoppedBy ??= rehearsal.stoppedBy;
    for (const call of rehearsal.calls) {
      const output = outputTokensOf(call, arm.id, recorded);
      const most = provider(call.request.model).worstCase(call.request);
      const usage: Usage = {
        ...noUsage,
        inputTokens: inputTokensOf(call, most),
        outputTokens: Math.round(output.tokens),
      };
      calls += 1;
      tokens += usage.outputTokens;
      found.add(output.source);
      expected = addMoney(expected, paidFor(priceBook, call.request, usage));
      worst = addMoney(worst, mostExpensive(priceBook, call.request, most));
    }
  }
  const times = rehearsed.length === 0 ? 0 : (cases.length * repeats) / rehearsed.length;
  const judged = recorded.filter(({ judge }) => judge);
  const ofArm = judged.filter(({ armId }) => armId === arm.id);
  const notes: string[] = [];
  if (rehearsed.length < cases.length) {
    notes.push(`${rehearsed.length} of ${cases.length} cases were rendered and stand for all.`);
  }
  if ((arm.packSize ?? 1) > 1) {
    notes.push(
      `Every request was reckoned by itself; up to ${arm.packSize} go out as one when the arm runs, which costs less.`,
    );
  }
  if (stoppedBy !== undefined) {
    notes.push(`Its pipeline needs real answers to go on (${stoppedBy}): later calls are not counted.`);
  } else if (!arm.pipeline.singleCall) {
    notes.push('Its pipeline was rehearsed with empty answers; real ones may lead to other calls.');
  }
  return {
    calls: Math.round(calls * times),
    expected: scaled(expected, times),
    worst: scaled(worst, times),
    outputFrom: weakest(found),
    outputTokens: calls === 0 ? 0 : tokens / calls,
    judges: judgeCosts(ofArm.length > 0 ? ofArm : judged, cases.length * repeats),
    notes,
  };
}

/** The mean cost of judging a trial, times the trials. */
function judgeCosts(judged: readonly RecordedCalls[], trials: number): NanoDollars | null {
  if (judged.length === 0) return null;
  const arms = new Map(judged.map((group) => [group.armId, group.trials]));
  const total = [...arms.values()].reduce((sum, count) => sum + count, 0);
  const cost = addMoney(...judged.map((group) => group.cost));
  return total === 0 ? null : scaled(cost, trials / total);
}
