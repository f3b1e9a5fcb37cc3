import type { EvidenceCase } from '../evidence.ts';
import type { Sample } from './sample.ts';

/** One number per case of a sample, or the sentence that says why there is none. */
export type Measured =
  | { readonly kind: 'measured'; readonly values: Float64Array }
  | { readonly kind: 'invalid'; readonly sentence: string };

interface Readable {
  readonly cases: readonly EvidenceCase[];
  readonly sample: Sample;
  /** Rows by case, columns by repeat. */
  readonly rows: readonly (readonly (number | null)[])[] | undefined;
  /** For the sentence: "quality from the candidate". */
  readonly what: string;
  readonly low: number;
  readonly high: number;
}

/**
 * Averages the repeats of every case. A row that is missing or empty, or a number that is not finite or out of range,
 * makes the whole measure invalid: leaving the case out would quietly change what is compared.
 */
export function meanPerCase({ cases, sample, rows, what, low, high }: Readable): Measured {
  const values = new Float64Array(sample.positions.length);
  const broken: number[] = [];
  sample.positions.forEach((position, index) => {
    const row = rows?.[position];
    const mean = row === undefined ? undefined : meanOf(row, low, high);
    if (mean === undefined) broken.push(position);
    else values[index] = mean;
  });
  if (broken.length === 0) return { kind: 'measured', values };
  const range = Number.isFinite(high) ? `a number between ${low} and ${high}` : `a number of at least ${low}`;
  return {
    kind: 'invalid',
    sentence: `${broken.length} of ${sample.positions.length} cases have no usable ${what} (expected ${range}; first: ${cases[broken[0]].id}).`,
  };
}

function meanOf(row: readonly (number | null)[], low: number, high: number): number | undefined {
  if (row.length === 0) return undefined;
  let sum = 0;
  for (const value of row) {
    if (typeof value !== 'number' || !Number.isFinite(value) || value < low || value > high) return undefined;
    sum += value;
  }
  return sum / row.length;
}

/** The mean of a sample, weighted when the sample is. */
export function sampleMean(sample: Sample, values: Float64Array): number {
  let sum = 0;
  let total = 0;
  values.forEach((value, index) => {
    const weight = sample.weights?.[index] ?? 1;
    sum += weight * value;
    total += weight;
  });
  return total === 0 ? 0 : sum / total;
}

export function differences(candidate: Float64Array, baseline: Float64Array): Float64Array {
  return candidate.map((value, index) => value - baseline[index]);
}
