import { asBilledCost, type ScoredTrial } from '../core/trial.ts';
import type { CandidateArm } from './fit-arms.ts';
import { describeEntry, type Stack, type StackEntry, withEntry } from './stack.ts';

/** What a stack costs and how well it answers on the tune split. */
export interface TuneFigures {
  /** Dollars for a thousand requests, as billed. */
  readonly costPerThousand: number;
  readonly quality: number;
}

/** One candidate's turn in composing the stack. */
export interface CompositionStep {
  readonly candidate: string;
  readonly decision: 'added' | 'left-out' | 'dropped';
  /** The stack with it, on tune. */
  readonly figures: TuneFigures;
  readonly reason: string;
}

export interface Composition {
  readonly stack: Stack;
  readonly start: TuneFigures;
  readonly end: TuneFigures;
  readonly steps: readonly CompositionStep[];
}

export interface CompositionServices {
  /** Fits a candidate's optimization at its place in a stack. */
  readonly fitAt: (candidate: CandidateArm, stack: Stack) => Promise<StackEntry>;
  /** Runs a stack on the tune split. */
  readonly measure: (stack: Stack) => Promise<TuneFigures>;
  /** The largest loss of quality on tune, in all, that the stack may have. */
  readonly margin: number;
}

/** Mean cost and quality of trials. @throws RangeError when there are none. */
export function tuneFigures(trials: readonly ScoredTrial[], measure: 'pass' | 'score'): TuneFigures {
  if (trials.length === 0) throw new RangeError('the tune split has no cases to compose a stack on');
  const cost = trials.reduce((sum, trial) => sum + asBilledCost(trial), 0);
  const quality = trials.reduce(
    (sum, trial) => sum + (measure === 'pass' ? Number(trial.quality.pass) : trial.quality.score),
    0,
  );
  return { costPerThousand: (cost * 1000) / 1e9 / trials.length, quality: quality / trials.length };
}

/** Half of the margin: tune chooses, and what it lets through still has to pass on test. */
const shareOfMargin = 0.5;

/**
 * Adds candidates in order of their measured saving, as long as the stack gets cheaper on `tune` and keeps its quality
 * there, then drops what no longer helps once the others are in. The test split is not touched.
 *
 * @param candidates those that passed alone, the largest saving first
 */
export async function composeStack(
  baseline: Stack,
  candidates: readonly CandidateArm[],
  { fitAt, measure, margin }: CompositionServices,
): Promise<Composition> {
  const start = await measure(baseline);
  const floor = start.quality - margin * shareOfMargin;
  const steps: CompositionStep[] = [];
  let stack = baseline;
  let figures = start;
  const added: { readonly name: string; readonly entry: StackEntry }[] = [];
  for (const candidate of candidates) {
    const entry = await fitAt(candidate, stack);
    const longer = withEntry(stack, entry);
    const next = await measure(longer);
    const cheaper = next.costPerThousand < figures.costPerThousand;
    const sound = next.quality >= floor;
    const reason = !cheaper
      ? 'it saves nothing on top of the others'
      : sound
        ? 'cheaper, quality kept'
        : 'on top of the others it loses too much quality';
    const name = candidate.arm.name;
    steps.push({ candidate: name, decision: cheaper && sound ? 'added' : 'left-out', figures: next, reason });
    if (!cheaper || !sound) continue;
    stack = longer;
    figures = next;
    added.push({ name, entry });
  }
  for (const { name, entry } of added.slice(0, -1)) {
    const shorter = withoutEntry(stack, entry);
    if (shorter.length === stack.length) continue;
    const without = await measure(shorter);
    if (without.costPerThousand > figures.costPerThousand || without.quality < floor) continue;
    stack = shorter;
    figures = without;
    steps.push({
      candidate: name,
      decision: 'dropped',
      figures: without,
      reason: 'the others save as much without it',
    });
  }
  return { stack, start, end: figures, steps };
}

function withoutEntry(stack: Stack, entry: StackEntry): Stack {
  const gone = JSON.stringify(describeEntry(entry));
  return stack.filter((known) => JSON.stringify(describeEntry(known)) !== gone);
}

/** What the stack would cost if the single savings multiplied: the usual promise, shown beside the measured figure. */
export function productOfSavings(savings: readonly number[]): number {
  return 1 - savings.reduce((kept, saving) => kept * (1 - saving), 1);
}
