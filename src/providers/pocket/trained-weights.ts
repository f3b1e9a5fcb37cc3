import type { Quantised } from '../../learn/quantised.ts';

/** What training leaves: a linear model for each subject, over hashed features. */
export interface SenseWeights {
  /** Buckets for words and the like; letters get half as many again. */
  readonly buckets: number;
  /** What scores are multiplied with before the softmax, so that shares suit texts that training did not see. */
  readonly sharpness: number;
  readonly subjects: readonly string[];
  readonly rarity: Quantised;
  /** One row for each subject. */
  readonly weights: readonly Quantised[];
}

/** What training leaves: how features of a question lie along some directions, and where sentences lie. */
export interface ReaderWeights {
  readonly dimensions: number;
  /** How many directions there are, the most telling ones first. */
  readonly rank: number;
  readonly rarity: Quantised;
  /** One row of feature weights for each direction. */
  readonly question: readonly Quantised[];
  /** The sentences that training questions were about, each with its place along every direction. */
  readonly sentences: readonly { readonly text: string; readonly meaning: Quantised }[];
}
