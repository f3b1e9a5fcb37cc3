import type { TestCase } from '../../core/case.ts';
import type { Evidence, EvidenceCandidate } from '../evidence.ts';
import { judge } from '../judge/judge.ts';
import { planGates } from '../judge/power-plan.ts';
import { more } from '../judge/wording.ts';
import type { SuiteFacts } from '../planning/decide.ts';
import type { HarmFamily } from './harm.ts';
import type { HarmRuling } from './ruling.ts';

/** A slice gate needs values that come back. */
const mostValues = 40;
/** Ids that a sentence lists. */
const listed = 3;

/** Tags that could be sliced by: several values, each on more than one case on average, no gate on them yet. */
function slicableTags(test: readonly TestCase[], { gates }: Evidence): readonly string[] {
  const values = new Map<string, Set<string>>();
  for (const { tags } of test) {
    for (const [tag, value] of Object.entries(tags)) {
      values.set(tag, (values.get(tag) ?? new Set()).add(value));
    }
  }
  return [...values]
    .filter(
      ([tag, { size }]) =>
        size > 1 &&
        size <= mostValues &&
        size * 2 <= test.length &&
        !gates.slices.some((slice) => slice.tag === tag),
    )
    .map(([tag]) => tag)
    .sort();
}

/** Tags whose slices would have caught the harm, tried one by one through the same judge. */
function helpfulSlices(evidence: Evidence, test: readonly TestCase[]): readonly string[] {
  const cases = evidence.cases.map((entry, position) => ({ ...entry, tags: test[position].tags }));
  return slicableTags(test, evidence).filter((tag) => {
    const gates = { ...evidence.gates, slices: [...evidence.gates.slices, { tag }] };
    const [verdict] = judge({ ...evidence, cases, gates }, { resamples: 500, decisionOnly: true });
    return verdict.gates.some(
      ({ kind, name, status }) => kind === 'slice' && status === 'failed' && name.startsWith(`slice ${tag}=`),
    );
  });
}

/** Cases that the baseline passed in every repeat and most repeats under the harm fail. */
function brokenCases({ cases, baseline }: Evidence, { observations }: EvidenceCandidate): readonly string[] {
  return cases.flatMap(({ id }, position) => {
    const before = baseline.pass[position];
    const after = observations.pass[position];
    const passed = after.reduce<number>((sum, pass) => sum + pass, 0);
    return before.every((pass) => pass === 1) && 2 * passed < after.length ? [id] : [];
  });
}

const remedies: { readonly [family in HarmFamily]: string } = {
  context: 'add cases whose answer stands in the context and nowhere else',
  entities: 'let assertions check the numbers and names that matter',
  truncation: 'let assertions check what stands at the end of an answer',
  instructions: 'add cases that depend on this instruction',
  examples: 'add cases that are hard without examples',
  labels: 'add cases of the labels that are confused',
  model: 'add harder cases, on which the two models differ',
  'off-topic': 'add cases',
};

function sentence(parts: readonly string[]): string {
  const text = parts.join('; ');
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

/** A margin that would notice the loss, and what it asks for; undefined when there is no loss to notice. */
function tighterMargin({ difference }: HarmRuling, differing: number, facts: SuiteFacts): string | undefined {
  const loss = -(difference?.estimate ?? 0);
  const margin = Math.floor(1000 * Math.min(loss, facts.margin)) / 1000;
  if (margin < 0.001 || loss > facts.margin) return undefined;
  const { casesForMargin } = planGates({
    ...facts,
    margin,
    round: 1,
    candidates: 1,
    deviation: Math.sqrt(differing),
  });
  return `the loss lies within the margin: one of ${Number((100 * margin).toFixed(1))} points would not let it pass, and asks for ${casesForMargin} test cases`;
}

/** What to do about a harm that was not caught. */
export function adviceOn(
  family: HarmFamily,
  ruling: HarmRuling,
  context: {
    /** With the harm as its only candidate. */
    readonly evidence: Evidence;
    readonly test: readonly TestCase[];
    readonly facts: SuiteFacts;
    /** Cases whose answer is another one than the baseline's. */
    readonly changedAnswers: number;
  },
): string | null {
  const { evidence, test, facts, changedAnswers } = context;
  if (ruling.outcome === 'caught') return null;
  if (changedAnswers === 0) {
    return family === 'instructions'
      ? 'No answer changed at all: add cases that depend on this instruction, or try the prompt without it, which is cheaper.'
      : sentence(['no answer changed at all', remedies[family]]);
  }
  const candidate = evidence.candidates[0];
  const broken = brokenCases(evidence, candidate);
  const parts: string[] = [];
  const slices = helpfulSlices(evidence, test);
  if (slices.length > 0) {
    parts.push(
      `a slice gate would catch it, gates.slices: [{ tag: ${slices[0]} }]${others(slices.slice(1))}`,
    );
  }
  if (broken.length > 0) {
    const more = broken.length > listed ? `, and ${broken.length - listed} more` : '';
    parts.push(
      `mark cases that must never fail as must-pass (${broken.slice(0, listed).join(', ')}${more} broke)`,
    );
  }
  if (ruling.outcome === 'suspected' && ruling.missing !== undefined) {
    parts.push(`${more(ruling.missing)} would probably settle it`);
  } else {
    const tighter = tighterMargin(ruling, changedAnswers / Math.max(1, evidence.cases.length), facts);
    if (tighter !== undefined) parts.push(tighter);
  }
  if (family !== 'off-topic' || parts.length === 0) parts.push(remedies[family]);
  return sentence(parts);
}

function others(tags: readonly string[]): string {
  return tags.length === 0 ? '' : ` (so would ${tags.join(', ')})`;
}
