import type { Evidence, EvidenceCandidate, Observations } from '../evidence.ts';
import type { Sample } from './sample.ts';

/** What judging one candidate needs beside its observations. */
export interface Setting {
  readonly evidence: Evidence;
  readonly candidate: EvidenceCandidate;
  readonly baseline: Observations;
  /** The cases that both arms answered. */
  readonly sample: Sample;
  /** α of the suite. */
  readonly alpha: number;
  /** The part of α that this round may spend. */
  readonly level: number;
  /** Confidence of shown intervals, 1 − 2α. */
  readonly confidence: number;
  /** Enough of them to resolve `finestP`, which no bootstrap p can fall below. */
  readonly resamples: number;
  /** The smallest uncorrected p that this candidate may turn out to need: level / m, or a look's boundary. */
  readonly finestP: number;
  /** No larger uncorrected p can pass. */
  readonly passableP: number;
  /**
   * True when only the verdict's kind is wanted: a bootstrap that cannot change it is left out, and the interval is then
   * the t interval.
   */
  readonly decisionOnly: boolean;
  /** With `decisionOnly`: an earlier gate already keeps the candidate from passing. */
  readonly blocked: boolean;
}
