import type { Problem } from '../core/errors.ts';
import type { Json, JsonObject } from '../core/json.ts';

/** Token counts as promptfoo writes them. */
export interface PromptfooTokenUsage {
  readonly prompt?: number;
  readonly completion?: number;
  readonly total?: number;
  readonly cached?: number;
}

/** What a model answered; an `error` instead of an output fails the assertion. */
export interface PromptfooResponse {
  readonly output?: Json;
  readonly error?: string;
  /** In dollars. */
  readonly cost?: number;
  readonly tokenUsage?: PromptfooTokenUsage;
  readonly logProbs?: readonly number[];
  readonly finishReason?: string;
  readonly metadata?: JsonObject;
}

/** A model under the caller's control: the judge of a graded assertion, or the subject of `evaluate`. */
export interface PromptfooProvider {
  readonly id: () => string;
  readonly callApi: (prompt: string) => Promise<PromptfooResponse>;
  /** What `similar` and `answer-relevance` call for embeddings. */
  readonly callEmbeddingApi?: (text: string) => Promise<{
    readonly embedding?: readonly number[];
    readonly error?: string;
    readonly tokenUsage?: PromptfooTokenUsage;
  }>;
}

/** Which judge answers, and with which rubric. A judge is always an object: a name would reach for the network. */
export interface PromptfooGrading {
  readonly provider?: PromptfooProvider | { readonly [kind: string]: PromptfooProvider };
  readonly rubricPrompt?: Json;
}

export interface PromptfooAssertion extends PromptfooGrading {
  /** One of {@link PromptfooApi.assertionTypes}, or `not-` and one of them. */
  readonly type: string;
  readonly value?: Json;
  readonly threshold?: number;
  readonly weight?: number;
  readonly metric?: string;
  readonly config?: JsonObject;
  readonly transform?: string;
  readonly contextTransform?: string;
}

export interface PromptfooAssertionSet {
  readonly type: 'assert-set';
  readonly assert: readonly PromptfooAssertion[];
  readonly threshold?: number;
  readonly weight?: number;
  readonly metric?: string;
}

/** One test with its assertions, variables already expanded. */
export interface PromptfooTest {
  readonly assert: readonly (PromptfooAssertion | PromptfooAssertionSet)[];
  readonly vars?: { readonly [name: string]: Json };
  readonly threshold?: number;
  readonly options?: PromptfooGrading & { readonly [option: string]: unknown };
  readonly metadata?: JsonObject;
  readonly description?: string;
}

export interface RunAssertions {
  readonly prompt: string;
  readonly providerResponse: PromptfooResponse;
  readonly test: PromptfooTest;
  readonly vars?: { readonly [name: string]: Json };
  /** What `latency` assertions compare; without it they fail. */
  readonly latencyMs?: number;
}

/** The verdict on an output; `componentResults` has one entry for each assertion, in their order. */
export interface PromptfooGrade {
  readonly pass: boolean;
  /** Weighted, in [0, 1] unless an assertion of the user's own leaves that range. */
  readonly score: number;
  readonly reason: string;
  readonly namedScores?: { readonly [metric: string]: number };
  /** What judges spent; it is not in any cost that promptfoo reports. */
  readonly tokensUsed?: PromptfooTokenUsage;
  readonly componentResults?: readonly PromptfooGrade[];
  readonly assertion?: PromptfooAssertion | null;
  readonly metadata?: { readonly [name: string]: unknown };
}

export interface Evaluation {
  readonly prompts: readonly string[];
  readonly providers: readonly PromptfooProvider[];
  readonly tests: readonly PromptfooTest[];
}

export interface EvaluationResult {
  readonly success: boolean;
  readonly score: number;
  readonly namedScores: { readonly [metric: string]: number };
  readonly gradingResult?: PromptfooGrade | null;
  readonly response?: PromptfooResponse;
  readonly vars: { readonly [name: string]: Json };
  readonly error?: string | null;
}

export interface PromptfooApi {
  /** The names an assertion's type may have, without the prefix `not-`. */
  readonly assertionTypes: readonly string[];
  /**
   * Grades one output. `file://` values are resolved against the working directory; absolute paths are safest.
   *
   * @throws ConfigurationError for the problems that {@link assertionProblem} finds.
   */
  readonly runAssertions: (run: RunAssertions) => Promise<PromptfooGrade>;
  /** promptfoo's own runner, the reference that this product's scores are compared with. No result is cached or stored. */
  readonly evaluate: (evaluation: Evaluation) => Promise<readonly EvaluationResult[]>;
  /** Why the assertion cannot run here, or undefined; asking costs nothing and calls nobody. */
  readonly assertionProblem: (
    assertion: PromptfooAssertion,
    grading?: PromptfooGrading,
  ) => Problem | undefined;
}
