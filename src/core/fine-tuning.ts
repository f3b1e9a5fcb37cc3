import type { Json } from './json.ts';
import type { NanoDollars } from './money.ts';
import type { ChatRequest } from './request.ts';

/** An example for fine-tuning: the request that would be sent, and the output wanted. */
export interface TrainingExample {
  readonly request: ChatRequest;
  readonly output: string;
}

/** A training that fitting will ask for. */
export interface PlannedTraining {
  /** The base, as `provider:model`. */
  readonly model: string;
  /** How many examples it takes at least; 0 for as many as there are. */
  readonly examples: number;
}

export interface FineTunedModel {
  /** The id to put into `request.model`. */
  readonly model: string;
  /** What must be kept to use the model again: a vendor's id, or the weights of an embedded model. */
  readonly artifact: Json;
  /** Tokens that the training was billed for, all epochs. */
  readonly trainingTokens: number;
  /** What the training cost, as billed. */
  readonly cost: NanoDollars;
}

/** What a model reaches that learned from so many examples. Money in nano-dollars, as billed. */
export interface LearningPoint {
  readonly examples: number;
  readonly trainingTokens: number;
  /** What it costs to set the lever up with so many examples. */
  readonly trainingCost: number;
  /** What it cost to find out how good the model is. */
  readonly scoringCost: number;
  /** The share of `cases` tune cases that pass, with its interval. */
  readonly score: {
    readonly estimate: number;
    readonly low: number;
    readonly high: number;
    readonly cases: number;
  };
}

/** How a lever gets better with more examples, on cases that it did not learn from. */
export interface LearningCurve {
  /** Of the intervals, two-sided. */
  readonly confidence: number;
  /** From few examples to many; the last point is the model in use. */
  readonly points: readonly LearningPoint[];
}
