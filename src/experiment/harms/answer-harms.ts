import { createRandom, derive, shuffle } from '../../stats/random.ts';
import { answerHarm, type Harm, type ImpossibleHarm } from './harm.ts';
import type { ListenedCase } from './listen.ts';

type Listened = ReadonlyMap<string, ListenedCase>;

/** The first half of a text, cut where a word ends if there is such a place. */
function firstHalf(text: string): string {
  const half = text.slice(0, Math.floor(text.length / 2));
  const end = half.search(/\s\S*$/);
  return (end > 0 ? half.slice(0, end) : half).trimEnd();
}

export function truncationHarms(listened: Listened): readonly Harm[] {
  return [
    {
      name: 'answers-truncated',
      family: 'truncation',
      description: 'every answer ends half-way, without a word about it',
      middleware: answerHarm(listened, firstHalf),
    },
  ];
}

const numberPattern = /\d+(?:[.,:]\d+)*/g;
/** Capitalised words inside a sentence. */
const namePattern = /(?<=[\p{Ll}\p{N},;:] )\p{Lu}[\p{L}\p{N}]+(?: \p{Lu}[\p{L}\p{N}]+)*/gu;

/** The next one of a sorted list that differs, round to its beginning. */
function another(pool: readonly string[], found: string): string | undefined {
  const next = pool[(pool.indexOf(found) + 1) % pool.length];
  return next === found ? undefined : next;
}

function otherNumber(pool: readonly string[], found: string): string {
  return another(pool, found) ?? found.replace(/\d/g, (digit) => String((Number(digit) + 1) % 10));
}

function poolOf(answers: readonly string[], pattern: RegExp): readonly string[] {
  return [...new Set(answers.flatMap((answer) => answer.match(pattern) ?? []))].sort();
}

/** Every number and name becomes one that another answer has. */
export function entityHarms(
  listened: Listened,
  labels: readonly string[] | undefined,
): readonly (Harm | ImpossibleHarm)[] {
  const described = {
    name: 'entities-swapped',
    family: 'entities',
    description: 'numbers and names in the answers are exchanged for those of other answers',
  } as const;
  if (labels !== undefined) return [{ ...described, reason: 'the answers are labels' }];
  const answers = [...listened.values()].map(({ answer }) => answer);
  const numbers = poolOf(answers, numberPattern);
  const names = poolOf(answers, namePattern);
  if (numbers.length === 0 && names.length < 2) {
    return [{ ...described, reason: 'no answer holds a number or a name' }];
  }
  return [
    {
      ...described,
      middleware: answerHarm(listened, (text) =>
        text
          .replace(namePattern, (name) => another(names, name) ?? name)
          .replace(numberPattern, (number) => otherNumber(numbers, number)),
      ),
    },
  ];
}

/** Cases drawn from the seed; a smaller share is part of every larger one. */
export function drawnShare(caseIds: readonly string[], share: number, seed: string): ReadonlySet<string> {
  const order = shuffle(createRandom(derive(seed, 'cases that a harm hits')), caseIds);
  return new Set(order.slice(0, Math.max(1, Math.round(share * caseIds.length))));
}

const offTopic =
  'Thank you for your message. The museum is open from ten to five, from Tuesday to Sunday, and the garden until dusk.';

/** How often nonsense has to come before the gates notice. */
export function offTopicHarms(listened: Listened, shares: readonly number[], seed: string): readonly Harm[] {
  const caseIds = [...listened.keys()].sort();
  return shares.map((share) => {
    const hit = drawnShare(caseIds, share, seed);
    const percent = Number((100 * share).toPrecision(6));
    return {
      name: `off-topic-${percent}`,
      family: 'off-topic',
      description: `${percent} % of the answers have nothing to do with the question`,
      middleware: answerHarm(listened, (text, caseId) => (hit.has(caseId) ? offTopic : text)),
    };
  });
}
