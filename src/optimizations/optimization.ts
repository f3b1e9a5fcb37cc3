import type { z } from 'zod';
import type { FitCase } from '../core/case.ts';
import type { FineTunedModel, LearningCurve, PlannedTraining, TrainingExample } from '../core/fine-tuning.ts';
import type { Json } from '../core/json.ts';
import { type Part, textSegment } from '../core/message.ts';
import type { CallContext, Decision, Middleware, ModelCall, Purpose } from '../core/middleware.ts';
import type { ChatRequest, ModelRequest, ModelResponse } from '../core/request.ts';
import type { ScoredTrial } from '../core/trial.ts';

/** Layers of a stack, outermost first. */
export const layers = ['reuse', 'route', 'prompt', 'output', 'service'] as const;
export type Layer = (typeof layers)[number];

/**
 * What a lever may use to fit itself. Test cases have another type, so fitting on them does not compile; a guard
 * at run time refuses them too. Every call is metered as set-up cost.
 */
export interface Fitting {
  readonly train: readonly FitCase[];
  readonly tune: readonly FitCase[];
  readonly seed: string;
  /** Runs the pipeline with these middlewares on top of the stack below the lever, and scores the results. */
  readonly run: (
    middlewares: readonly Middleware[],
    cases: readonly FitCase[],
  ) => Promise<readonly ScoredTrial[]>;
  /** Trains a model of the provider that `baseModel` names. */
  readonly fineTune: (baseModel: string, examples: readonly TrainingExample[]) => Promise<FineTunedModel>;
  /** Gives a trained model back that nobody will call again, where its provider can forget one. */
  readonly dropModel: (model: string) => Promise<void>;
  /** The requests that reach the lever for a case: what the pipeline and the levers above it send, step by step. */
  readonly requestsOf: (
    fitCase: FitCase,
  ) => Promise<readonly { readonly step: string; readonly request: ChatRequest }[]>;
}

/** What a lever may use to become a middleware. */
export interface BuildServices {
  /** Makes a model callable that `Fitting.fineTune` trained, now or in an earlier run. Returns its id. */
  readonly restoreModel: (baseModel: string, artifact: Json) => string;
}

/** A line of the report about one lever. */
export interface Figure {
  readonly label: string;
  readonly value: string;
}

/** How an author describes a lever; `defineOptimization` turns it into an `Optimization`. */
export interface OptimizationDefinition<Settings, Artifact extends Json> {
  readonly name: string;
  readonly layer: Layer;
  /** One line for `tollgate levers`: what it does. */
  readonly summary: string;
  /** Parts of the prompt that it rewrites; a suite whose prompt does not name them gets an error. */
  readonly parts?: (settings: Settings) => readonly Part[];
  /** Purposes it acts on; `answer` when unset. */
  readonly purposes?: (settings: Settings) => readonly Purpose[];
  readonly settings: z.ZodType<Settings>;
  /** Settings whose texts may name a file (`file://variant.md`); the suite's loader reads it. */
  readonly fileSettings?: readonly string[];
  readonly artifact?: z.ZodType<Artifact>;
  /** Models it may call besides the pipeline's own, so that their prices are checked before the first call. */
  readonly models?: (settings: Settings) => readonly string[];
  /** Attributes of requests that it reads; a suite that does not list them gets an error. */
  readonly attributes?: (settings: Settings) => readonly string[];
  readonly fit?: (settings: Settings, fitting: Fitting) => Promise<Artifact>;
  /** Whether these settings need fitting; a lever that can fit does so by default. */
  readonly needsFitting?: (settings: Settings) => boolean;
  /** What it trains when it is fitted; a run in which that cannot be done is refused before its first call. */
  readonly trainings?: (settings: Settings) => readonly PlannedTraining[];
  /** What fitting found out about fewer examples; null when it did not try. */
  readonly learningCurve?: (artifact: Artifact) => LearningCurve | null;
  /**
   * True when its middleware keeps something from one request to the next, as a cache does. Every arm and repeat gets a
   * middleware of its own from `build`, which meets the requests one at a time in order of arrival; only a stream can be
   * run like that.
   */
  readonly stateful?: (settings: Settings) => boolean;
  /**
   * How many requests its middleware may send as one, at most. The runner then brings so many consecutive cases together,
   * and they meet in `context.pack`.
   */
  readonly packs?: (settings: Settings) => number;
  readonly build: (settings: Settings, artifact: Artifact | undefined, services: BuildServices) => Middleware;
  /** The change in a few words, for verdict sentences: "examples removed", "model pocket:small". */
  readonly describe: (settings: Settings, artifact: Artifact | undefined) => string;
  /** Figures for the report, from what fitting found. */
  readonly fittingFigures?: (artifact: Artifact) => readonly Figure[];
  /** Figures for the report, from the decisions on the trials. */
  readonly summarise?: (decisions: readonly Decision[]) => readonly Figure[];
}

/** A lever with its settings checked; artifacts are JSON so that a lock file can hold them. */
export interface ConfiguredOptimization {
  readonly name: string;
  readonly layer: Layer;
  readonly settings: Json;
  /** Steps of the pipeline on which it acts; undefined means every step. */
  readonly steps: readonly string[] | undefined;
  readonly purposes: readonly Purpose[];
  readonly parts: readonly Part[];
  readonly models: readonly string[];
  readonly attributes: readonly string[];
  readonly needsFitting: boolean;
  readonly trainings: readonly PlannedTraining[];
  /** True when every arm and repeat needs a middleware of its own, in order of arrival. */
  readonly stateful: boolean;
  /** Requests that may be sent as one, at most; 1 for a lever that packs none. */
  readonly packSize: number;
  readonly fit: (fitting: Fitting) => Promise<Json>;
  /** @throws z.ZodError when the artifact is not one that this lever wrote. */
  readonly build: (artifact: Json | undefined, services: BuildServices) => Middleware;
  readonly describe: (artifact: Json | undefined) => string;
  readonly learningCurve: (artifact: Json | undefined) => LearningCurve | null;
  /** @param artifact what fitting made of the lever; undefined when it was not fitted */
  readonly summarise: (decisions: readonly Decision[], artifact?: Json) => readonly Figure[];
}

export interface Optimization {
  readonly name: string;
  readonly layer: Layer;
  readonly summary: string;
  readonly settingsSchema: z.ZodType;
  readonly fileSettings: readonly string[];
  /** @throws z.ZodError when the settings are not valid. */
  readonly configure: (settings: unknown, steps?: readonly string[]) => ConfiguredOptimization;
}

/** Limits a middleware to the purposes and steps of its lever; other calls pass by it unchanged. */
function limited(
  middleware: Middleware,
  purposes: readonly Purpose[],
  steps: readonly string[] | undefined,
): Middleware {
  return (request, next, context) =>
    purposes.includes(context.purpose) && (steps === undefined || steps.includes(context.step))
      ? middleware(request, next, context)
      : next(request);
}

/** While it is fitted, a lever acts where it will act later, and sees the requests that it will see. */
function fittingWithin(
  fitting: Fitting,
  purposes: readonly Purpose[],
  steps: readonly string[] | undefined,
): Fitting {
  return {
    ...fitting,
    run: (middlewares, cases) =>
      fitting.run(
        middlewares.map((middleware) => limited(middleware, purposes, steps)),
        cases,
      ),
    requestsOf: async (fitCase) =>
      (await fitting.requestsOf(fitCase)).filter(({ step }) => steps?.includes(step) ?? true),
  };
}

export function defineOptimization<Settings, Artifact extends Json = null>(
  definition: OptimizationDefinition<Settings, Artifact>,
): Optimization {
  const { name, layer, summary } = definition;
  const readArtifact = (artifact: Json | undefined): Artifact | undefined =>
    artifact === undefined ? undefined : definition.artifact?.parse(artifact);
  return {
    name,
    layer,
    summary,
    settingsSchema: definition.settings,
    fileSettings: definition.fileSettings ?? [],
    configure: (input, steps) => {
      const settings = definition.settings.parse(input);
      const purposes = definition.purposes?.(settings) ?? ['answer'];
      return {
        name,
        layer,
        settings: toJson(settings),
        steps,
        purposes,
        parts: definition.parts?.(settings) ?? [],
        models: definition.models?.(settings) ?? [],
        attributes: definition.attributes?.(settings) ?? [],
        needsFitting: definition.fit !== undefined && (definition.needsFitting?.(settings) ?? true),
        trainings: definition.trainings?.(settings) ?? [],
        stateful: definition.stateful?.(settings) ?? false,
        packSize: definition.packs?.(settings) ?? 1,
        fit: async (fitting) =>
          (await definition.fit?.(settings, fittingWithin(fitting, purposes, steps))) ?? null,
        build: (artifact, services) =>
          limited(definition.build(settings, readArtifact(artifact), services), purposes, steps),
        describe: (artifact) => definition.describe(settings, readArtifact(artifact)),
        learningCurve: (artifact) => {
          const fitted = readArtifact(artifact);
          return fitted === undefined ? null : (definition.learningCurve?.(fitted) ?? null);
        },
        summarise: (decisions, artifact) => {
          const fitted = readArtifact(artifact);
          return [
            ...(definition.summarise?.(decisions) ?? []),
            ...(fitted === undefined ? [] : (definition.fittingFigures?.(fitted) ?? [])),
          ];
        },
      };
    },
  };
}

function toJson(value: unknown): Json {
  const json: Json = JSON.parse(JSON.stringify(value ?? null));
  return json;
}

/** A middleware for chat requests; embedding requests pass by it. */
export function chatMiddleware(
  handle: (request: ChatRequest, next: ModelCall, context: CallContext) => Promise<ModelResponse>,
): Middleware {
  return (request: ModelRequest, next, context) =>
    request.kind === 'chat' ? handle(request, next, context) : next(request);
}

/**
 * A component call's request: an instruction and the text that it is about, for the model that a lever names. The text
 * stands in an element of its own, so that a model does not take it for an instruction.
 */
export function componentRequest(
  { retry, serviceTier }: Pick<ChatRequest, 'retry' | 'serviceTier'>,
  {
    model,
    instruction,
    text,
  }: { readonly model: string; readonly instruction: string; readonly text: string },
): ChatRequest {
  return {
    kind: 'chat',
    model,
    messages: [
      { role: 'system', segments: [textSegment('system', 'system', instruction)] },
      { role: 'user', segments: [textSegment('user', 'user', `<text>\n${text.trim()}\n</text>`)] },
    ],
    tools: [],
    parameters: { temperature: 0 },
    serviceTier,
    retry,
    cacheBreakpoints: [],
  };
}
