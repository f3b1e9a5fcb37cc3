import { type NanoDollars, nanoDollars } from '../../core/money.ts';
import { nextUnit, type Random } from '../../stats/random.ts';
import { gatesSchema } from '../../suite/gates.ts';
import type { Evidence, EvidenceCandidate, EvidenceCase, Observations } from '../evidence.ts';

/** One simulated pair of answers to a case. */
export interface Pair {
  /** Quality of the baseline and the candidate, in [0, 1]. */
  readonly baseline: number;
  readonly candidate: number;
  /** Nano-dollars; 1,000 and 500 unless the world is about cost. */
  readonly baselineCost?: number;
  readonly candidateCost?: number;
}

/** What a simulated run came to. */
export interface Outcome {
  /** A candidate that must not be promoted was, or (in worlds of power) the one that should be was. */
  readonly promoted: boolean;
  readonly rejected: boolean;
  /** The shown interval holds the true difference; only in worlds that measure coverage. */
  readonly covered?: boolean;
  /** Cases that were run, where early stopping can save some. */
  readonly cases?: number;
}

/** A law from which runs are drawn. */
export interface World {
  readonly name: string;
  /** `error`: promotion is wrong. `power`: promotion is right. `reject`: rejection is right. `coverage`. */
  readonly measures: 'error' | 'power' | 'reject' | 'coverage';
  /** Named worlds hold α plus Monte-Carlo error, those of the adversarial grid 1.4 α. */
  readonly group: 'named' | 'grid';
  /** α of the suite. */
  readonly alpha: number;
  readonly draw: (random: Random, seed: string) => Outcome;
}

/** Evidence of one candidate per law over the same cases, in the simplest form that the judge accepts. */
export function drawEvidence(input: {
  readonly cases: number;
  readonly random: Random;
  readonly seed: string;
  /** Draws one case's baseline and all candidates' answers. */
  readonly pairs: (random: Random, position: number) => readonly Pair[];
  readonly score?: boolean;
  readonly gates?: unknown;
  readonly tags?: (position: number) => { readonly [name: string]: string };
  readonly cluster?: (position: number) => string;
  readonly fields?: Partial<Pick<Evidence, 'mix' | 'earlyStop' | 'original'>>;
  readonly candidate?: Partial<EvidenceCandidate>;
}): Evidence {
  const { random, cases } = input;
  const drawn = Array.from({ length: cases }, (_, position) => input.pairs(random, position));
  const measure = input.score === true ? 'score' : 'pass';
  const gates = gatesOf(input.gates ?? {}, measure);
  const baseline = column(drawn, (pairs) => ({
    quality: pairs[0].baseline,
    cost: pairs[0].baselineCost ?? 1000,
  }));
  const candidates = (drawn[0] ?? []).map(
    (_, index): EvidenceCandidate => ({
      name: `candidate-${index}`,
      change: 'a simulated change',
      identity: false,
      round: 0,
      observations: column(drawn, (pairs) => ({
        quality: pairs[index].candidate,
        cost: pairs[index].candidateCost ?? 500,
      })),
      ...input.candidate,
    }),
  );
  return {
    version: 1,
    cases: Array.from(
      { length: cases },
      (_, position): EvidenceCase => ({
        id: String(position),
        tags: input.tags?.(position) ?? {},
        ...(input.cluster === undefined ? {} : { cluster: input.cluster(position) }),
      }),
    ),
    baseline,
    candidates,
    gates,
    seed: input.seed,
    repeats: 1,
    ...input.fields,
  };
}

const parsed = new Map<string, Evidence['gates']>();

function gatesOf(given: unknown, measure: 'pass' | 'score'): Evidence['gates'] {
  const key = `${measure}${JSON.stringify(given)}`;
  const known = parsed.get(key);
  if (known !== undefined) return known;
  const gates = gatesSchema.parse(given);
  const complete = { ...gates, quality: { ...gates.quality, measure } };
  parsed.set(key, complete);
  return complete;
}

const zero: readonly 0[] = [0];
const one: readonly 1[] = [1];
const duration: readonly number[] = [100];

function column<Row>(
  rows: readonly Row[],
  read: (row: Row) => { quality: number; cost: number },
): Observations {
  const values = rows.map(read);
  return {
    pass: values.map(({ quality }) => (quality >= 0.5 ? one : zero)),
    score: values.map(({ quality }) => [quality]),
    cost: values.map(({ cost }): readonly NanoDollars[] => [nanoDollars(Math.round(cost))]),
    milliseconds: values.map(() => duration),
    outputTokens: values.map(() => duration),
    truncated: values.map(() => zero),
    failed: values.map(() => zero),
  };
}

/** Pass or fail with a share `discordance` of cases that change sides, worse by `loss` on average. */
export function binaryPair(random: Random, discordance: number, loss: number, passRate = 0.8): Pair {
  const u = nextUnit(random);
  const lost = (discordance + loss) / 2;
  if (u < lost) return { baseline: 1, candidate: 0 };
  if (u < discordance) return { baseline: 0, candidate: 1 };
  const quality = nextUnit(random) < passRate ? 1 : 0;
  return { baseline: quality, candidate: quality };
}

/** A baseline of 0.9 or so and a given difference, kept within [0, 1]: differences are what the gate sees. */
export function differing(difference: number): Pair {
  return difference <= 0
    ? { baseline: 1, candidate: 1 + difference }
    : { baseline: 1 - difference, candidate: 1 };
}

/** A standard normal draw (Box & Muller 1958). */
export function normalDraw(random: Random): number {
  const radius = Math.sqrt(-2 * Math.log(1 - nextUnit(random)));
  return radius * Math.cos(2 * Math.PI * nextUnit(random));
}
