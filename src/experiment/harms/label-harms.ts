import { createRandom, derive, shuffle } from '../../stats/random.ts';
import { bm25Index } from '../../text/bm25.ts';
import { stems } from '../../text/words.ts';
import { drawnShare } from './answer-harms.ts';
import { answerHarm, type Harm, type ImpossibleHarm } from './harm.ts';
import { type ListenedCase, questionOf } from './listen.ts';

type Listened = ReadonlyMap<string, ListenedCase>;

const longestLabel = 60;
const mostLabels = 100;
/** Share of the answers that must be labels for the suite to count as classification. */
const leastCovered = 0.8;

/** The labels of a classification suite, most frequent first; undefined when the answers are texts. */
export function labelsOf(listened: Listened): readonly string[] | undefined {
  const counts = new Map<string, number>();
  const answers = [...listened.values()].map(({ answer }) => answer).filter((answer) => answer !== '');
  for (const answer of answers) counts.set(answer, (counts.get(answer) ?? 0) + 1);
  const repeated = [...counts].filter(
    ([label, count]) => count > 1 && label.length <= longestLabel && !label.includes('\n'),
  );
  const covered = repeated.reduce((sum, [, count]) => sum + count, 0);
  if (repeated.length < 2 || repeated.length > mostLabels || covered < leastCovered * answers.length) {
    return undefined;
  }
  return repeated.sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0], 'en')).map(([label]) => label);
}

/** Every label becomes another one, always the same. */
function permutation(labels: readonly string[], seed: string): ReadonlyMap<string, string> {
  const order = shuffle(createRandom(derive(seed, 'labels that a harm exchanges')), labels);
  return new Map(order.map((label, index) => [label, order[(index + 1) % order.length]]));
}

/** For each case the label of the most similar question (BM25) that was answered with another label. */
function nextBest(listened: Listened, labels: readonly string[]): ReadonlyMap<string, string> {
  const known = new Set(labels);
  const cases = [...listened].filter(([, { answer }]) => known.has(answer));
  const questions = cases.map(([, { requests }]) => stems(requests.map(questionOf).join('\n')));
  const index = bm25Index(questions);
  return new Map(
    cases.flatMap(([caseId, { answer }], position) => {
      const found = index.rank(questions[position]).find((other) => cases[other][1].answer !== answer);
      return found === undefined ? [] : [[caseId, cases[found][1].answer] as const];
    }),
  );
}

/** Labels confused in ways that classifiers confuse them: all of them, a share of the cases, one class. */
export function labelHarms(
  listened: Listened,
  labels: readonly string[] | undefined,
  shares: readonly number[],
  seed: string,
): readonly (Harm | ImpossibleHarm)[] {
  const family = 'labels';
  const rarest = labels?.at(-1);
  if (labels === undefined || rarest === undefined) {
    const description = 'labels are confused';
    return [{ name: 'labels-shuffled', family, description, reason: 'the answers are not labels' }];
  }
  const exchanged = permutation(labels, seed);
  const closest = nextBest(listened, labels);
  const caseIds = [...listened.keys()].sort();
  return [
    {
      name: 'labels-shuffled',
      family,
      description: `each of the ${labels.length} labels is exchanged for another one`,
      middleware: answerHarm(listened, (text) => exchanged.get(text.trim()) ?? text),
    },
    ...shares.map((share): Harm => {
      const hit = drawnShare(caseIds, share, seed);
      const percent = Number((100 * share).toPrecision(6));
      return {
        name: `next-best-label-${percent}`,
        family,
        description: `${percent} % of the answers are the label of the most similar other case`,
        middleware: answerHarm(listened, (text, caseId) =>
          hit.has(caseId) ? (closest.get(caseId) ?? text) : text,
        ),
      };
    }),
    {
      name: 'label-lost',
      family,
      description: `the rarest label, ${rarest}, is never given`,
      middleware: answerHarm(listened, (text, caseId) =>
        text.trim() === rarest ? (closest.get(caseId) ?? text) : text,
      ),
    },
  ];
}
