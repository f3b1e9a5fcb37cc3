import type { Case } from '../core/case.ts';
import type { SourceLocation } from '../core/errors.ts';
import type { JsonObject } from '../core/json.ts';
import type { Part, Role, ToolDefinition } from '../core/message.ts';
import type { NanoDollars } from '../core/money.ts';
import type { RetryPolicy, SamplingParameters, ServiceTier } from '../core/request.ts';
import type { ConfiguredOptimization } from '../optimizations/optimization.ts';
import type { DeclaredPrice } from '../pricing/price-book.ts';
import type { EarlyStop, Gates, Mix } from './gates.ts';
import type { Stream } from './stream.ts';

/** How a part is written in the suite: one template, several, or one for each element of a list variable. */
export type PartTemplate =
  | { readonly kind: 'text'; readonly template: string }
  | { readonly kind: 'list'; readonly templates: readonly string[] }
  | {
      readonly kind: 'pairs';
      readonly pairs: readonly { readonly user: string; readonly assistant: string }[];
    }
  | { readonly kind: 'each'; readonly variable: string; readonly template: string }
  /** A variable that holds earlier turns in OpenAI's format: `[{ role, content, tool_calls?, tool_call_id? }]`. */
  | { readonly kind: 'turns'; readonly variable: string };

/** A prompt given in parts. Which message a part goes to is fixed: see `render-parts.ts`. */
export interface PartsPrompt {
  readonly kind: 'parts';
  readonly parts: { readonly [part in Part]?: PartTemplate };
  /** Parts that no lever may touch. */
  readonly protect: readonly Part[];
}

/** One message of a chat template; content parts are OpenAI's `text` and `image_url`. */
export interface MessageTemplate {
  readonly role: Role;
  readonly content: string | readonly JsonObject[];
}

/** A promptfoo prompt: text or chat messages, with variables mapped to parts. */
export interface TemplatePrompt {
  readonly kind: 'template';
  readonly messages: readonly MessageTemplate[];
  readonly partOfVariable: { readonly [variable: string]: Part };
  readonly protect: readonly Part[];
}

export type PromptTemplate = PartsPrompt | TemplatePrompt;

/** One model call of a pipeline. */
export interface StepDefinition {
  readonly name: string;
  readonly model: string;
  readonly prompt: PromptTemplate;
  readonly parameters: SamplingParameters;
  readonly tools: readonly ToolDefinition[];
  readonly serviceTier: ServiceTier;
  readonly retry: RetryPolicy;
}

export interface PipelineDefinition {
  /** The default pipeline has one step named `main`. */
  readonly steps: readonly StepDefinition[];
  /** A module that exports `pipeline`; undefined for the default pipeline. */
  readonly module: { readonly file: string; readonly digest: string } | undefined;
}

export interface CandidateDefinition {
  readonly name: string;
  readonly description: string | undefined;
  readonly optimization: ConfiguredOptimization;
  readonly location: SourceLocation;
}

export const contentPolicies = ['full', 'redacted', 'digest'] as const;
export type ContentPolicy = (typeof contentPolicies)[number];

/** Rows read = rows used + rows rejected; a rejected row is a problem, so a loaded dataset has none. */
export interface DatasetSummary {
  /** Relative to the project; the suite's own file for inline tests. */
  readonly file: string;
  readonly rows: number;
  /** More than the rows when lists of a row were expanded into several cases. */
  readonly cases: number;
}

/** One answer that a person and the judge have both labelled. */
export interface JudgeLabel {
  /** Metric or type of the assertion. */
  readonly assertion: string;
  /** Whose answer it was; any arm's when undefined. */
  readonly arm?: string;
  /** True when the person found the answer right. */
  readonly human: boolean;
  readonly judge: boolean;
}

/** A suite, read and checked; every path is absolute and every name is known. */
export interface Suite {
  readonly file: string;
  /** The folder that no path of the suite leaves unless `paths.allowOutside` is set. */
  readonly projectRoot: string;
  readonly name: string;
  readonly description: string | undefined;
  readonly baseline: PipelineDefinition;
  readonly cases: readonly Case[];
  readonly datasets: readonly DatasetSummary[];
  readonly candidates: readonly CandidateDefinition[];
  readonly gates: Gates;
  readonly mix: Mix | undefined;
  /** Metadata key whose value groups cases that are not independent. */
  readonly clusterTag: string | undefined;
  /** Set when the cases are requests in order of arrival; the canonical request is then the cluster. */
  readonly stream: Stream | undefined;
  /** Whether as billed simulates the vendor's prefix cache over the stream. */
  readonly prefixCache: 'none' | 'simulate';
  /** Metadata keys that levers may read of a request. */
  readonly attributes: readonly string[];
  readonly earlyStop: EarlyStop | undefined;
  readonly repeats: number;
  readonly seed: string;
  readonly prices: readonly DeclaredPrice[];
  readonly traffic: { readonly requestsPerMonth: number } | undefined;
  /** The promptfoo provider of model-graded assertions: `{ id, config }`. */
  readonly grader: JsonObject | undefined;
  /** Labels to correct the judge by; undefined when the suite has none. */
  readonly judgeCalibration: readonly JudgeLabel[] | undefined;
  readonly budget: NanoDollars | undefined;
  readonly concurrency: number;
  readonly store: { readonly file: string; readonly content: ContentPolicy };
  readonly replay: { readonly maxAgeDays: number };
  /** Digests of what a verdict depends on; see `experiment/promote.ts`. */
  readonly digests: { readonly suite: string; readonly dataset: string; readonly code: string };
}
