import { normalQuantile, normalSurvival } from '../../stats/normal.ts';
import { sequentialBoundaries } from '../../stats/sequential.ts';
import type { Evidence, EvidenceCandidate } from '../evidence.ts';

/** How many cases have been seen at each look; fewer looks than asked when there are fewer cases than looks. */
export function lookSizes(cases: number, looks: number): readonly number[] {
  const sizes = Array.from({ length: looks }, (_, index) => Math.ceil((cases * (index + 1)) / looks));
  return [...new Set(sizes)].filter((size) => size > 0);
}

/** Where a candidate of a run with early stopping ended. */
export interface Look {
  /** Information fractions of the looks up to the one at which it ended. */
  readonly fractions: readonly number[];
  /** Ended before all cases were seen. */
  readonly interim: boolean;
}

/** Undefined in a run without early stopping. */
export function lookOf(
  evidence: Pick<Evidence, 'cases' | 'earlyStop'>,
  { stopped }: Pick<EvidenceCandidate, 'stopped'>,
): Look | undefined {
  const looks = stopped?.looks ?? evidence.earlyStop?.looks;
  const total = evidence.cases.length;
  if (looks === undefined || total === 0) return undefined;
  const seen = stopped === undefined ? total : Math.min(total, new Set(stopped.cases).size);
  // Looks so close to this one that they hold the same information cannot be told from it.
  const earlier = lookSizes(total, Math.max(1, Math.min(50, looks))).filter((size) => size < 0.999 * seen);
  return { fractions: [...earlier, Math.max(1, seen)].map((size) => size / total), interim: seen < total };
}

const boundaryMemory = new Map<string, number>();
const rememberedMost = 10_000;

/** The z that the last of the looks must reach when all of them together may spend `error`. */
export function boundaryAt(fractions: readonly number[], error: number): number {
  if (!(error > 0)) return Number.POSITIVE_INFINITY;
  const key = `${error}|${fractions.join(',')}`;
  const known = boundaryMemory.get(key);
  if (known !== undefined) return known;
  const boundary = sequentialBoundaries({ fractions, alpha: Math.min(error, 0.5) }).at(-1)?.boundary;
  const found = boundary ?? Number.POSITIVE_INFINITY;
  if (boundaryMemory.size < rememberedMost) boundaryMemory.set(key, found);
  return found;
}

/** Errors at which the boundary of a look is tabulated, for reading a p-value back from z. */
const tabulated = Array.from({ length: 24 }, (_, index) => 0.5 * 10 ** (-index / 3.2));

/**
 * The smallest total error at which this look's boundary would have been reached: a p-value that counts the looks.
 * Read from a table with linear interpolation of z against log error, to about a hundredth of itself; the decision
 * itself is made on the exact boundary.
 */
export function sequentialP(fractions: readonly number[], p: number): number {
  if (p >= 0.5) return 1;
  if (p <= 0) return 0;
  if (fractions.length === 1 && fractions[0] === 1) return p;
  const z = -normalQuantile(p);
  let above = { error: 1, z: 0 };
  for (const error of tabulated) {
    const here = { error, z: boundaryAt(fractions, error) };
    if (here.z >= z) {
      if (above.error === 1) return 1;
      const part = (z - above.z) / (here.z - above.z);
      return Math.exp(Math.log(above.error) + part * (Math.log(error) - Math.log(above.error)));
    }
    above = here;
  }
  return above.error;
}

/** The uncorrected one-sided p that a boundary stands for. */
export function nominalP(boundary: number): number {
  return Number.isFinite(boundary) ? normalSurvival(boundary) : 0;
}
