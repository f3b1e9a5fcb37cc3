import { batch } from './batch.ts';
import { brevity } from './brevity.ts';
import { cascade } from './cascade.ts';
import { contextPruning } from './context-pruning.ts';
import { fewShotPruning } from './few-shot-pruning.ts';
import { fineTune } from './fine-tune.ts';
import { historyWindow } from './history-window.ts';
import { modelSwap } from './model-swap.ts';
import { type Layer, layers, type Optimization } from './optimization.ts';
import { outputLimit } from './output-limit.ts';
import { prefixOrder } from './prefix-order.ts';
import { promptCompression } from './prompt-compression.ts';
import { promptVariant } from './prompt-variant.ts';
import { reasoningEffort } from './reasoning-effort.ts';
import { requestPacking } from './request-packing.ts';
import { responseCache } from './response-cache.ts';
import { routing } from './routing.ts';
import { structuredContext } from './structured-context.ts';
import { structuredOutput } from './structured-output.ts';
import { toolPruning } from './tool-pruning.ts';
import { verbosity } from './verbosity.ts';

/**
 * Every lever. The order within a layer is its rank: who comes first stands further out in the stack. A fixed model stands
 * above the levers that choose one for each request: below them it would overrule what they say they chose.
 */
export const optimizations: readonly Optimization[] = [
  responseCache,
  modelSwap,
  fineTune,
  routing,
  cascade,
  promptVariant,
  fewShotPruning,
  historyWindow,
  contextPruning,
  toolPruning,
  structuredContext,
  promptCompression,
  prefixOrder,
  brevity,
  structuredOutput,
  reasoningEffort,
  verbosity,
  outputLimit,
  requestPacking,
  batch,
];

export function findOptimization(name: string): Optimization | undefined {
  return optimizations.find((optimization) => optimization.name === name);
}

/** Sorts outermost first: by layer, then by rank. Unknown names go last, which the suite loader has already refused. */
export function compareStackingOrder(
  a: { readonly name: string; readonly layer: Layer },
  b: { readonly name: string; readonly layer: Layer },
): number {
  const rank = (name: string) => {
    const index = optimizations.findIndex((optimization) => optimization.name === name);
    return index === -1 ? optimizations.length : index;
  };
  return layers.indexOf(a.layer) - layers.indexOf(b.layer) || rank(a.name) - rank(b.name);
}
