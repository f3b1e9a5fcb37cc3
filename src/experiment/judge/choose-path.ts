import type { Sample } from './sample.ts';

/** `tango`: the score test for paired pass or fail; `numeric`: BCa and t together. */
export type Path = 'tango' | 'numeric';

/**
 * Tango's test is right only when every difference is −1, 0 or 1 and cases are neither clustered nor weighted; used on
 * clusters of eight with early stopping it errs .38 instead of .05, on an unweighted 80/20 sample of a 50/50 mix .66.
 */
export function choosePath(sample: Sample, paired: Float64Array): Path {
  if (sample.clusters !== undefined || sample.weights !== undefined) return 'numeric';
  return paired.every((d) => d === -1 || d === 0 || d === 1) ? 'tango' : 'numeric';
}
