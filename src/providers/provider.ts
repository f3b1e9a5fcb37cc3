import type { Problem } from '../core/errors.ts';
import type { TrainingExample } from '../core/fine-tuning.ts';
import type { Json } from '../core/json.ts';
import type { ModelRequest, ModelResponse } from '../core/request.ts';
import type { Usage } from '../core/usage.ts';

/**
 * One vendor or embedded family. A model id is `<provider>:<model>`; what stands behind the colon is the provider's
 * own affair. A provider makes one try; retrying, limits, recordings and prices are the stack's.
 */
export interface Provider {
  readonly name: string;
  /** True when reports must say that its models are not language models and its prices are invented. */
  readonly illustrative: boolean;
  /** Changes when the same request may get another answer; part of the replay key. Vendors put it into model names. */
  readonly version?: string;
  /** What is wrong with a model name (without the prefix), or undefined when it can be called. */
  readonly checkModel: (model: string) => Problem | undefined;
  /** One try. @throws ModelCallError with one attempt (usage and time) when it fails. */
  readonly call: (request: ModelRequest, signal: AbortSignal) => Promise<ModelResponse>;
  /** An upper bound of what one try can use, for the budget's reservation. */
  readonly worstCase: (request: ModelRequest) => Usage;
  readonly fineTuning?: FineTuning;
}

/** A provider that trains models. */
export interface FineTuning {
  /** Tokens that training on these examples is billed for, all epochs; the budget reserves their price first. */
  readonly trainingTokens: (examples: readonly TrainingExample[]) => number;
  /** Trains and registers a model. `usage.inputTokens` counts the training tokens of all epochs. */
  readonly train: (
    baseModel: string,
    examples: readonly TrainingExample[],
    seed: string,
  ) => Promise<{ readonly model: string; readonly artifact: Json; readonly usage: Usage }>;
  /** Makes a model that was trained before callable again. @throws z.ZodError when the artifact is not valid. */
  readonly restore: (artifact: Json) => string;
  /** Forgets a trained model, by its id, that nobody will call again; unset where nothing is kept for one. */
  readonly drop?: (model: string) => Promise<void>;
}
