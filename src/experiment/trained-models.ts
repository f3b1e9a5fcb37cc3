import { TollgateError } from '../core/errors.ts';
import type { BuildServices } from '../optimizations/optimization.ts';
import type { Provider } from '../providers/provider.ts';

/** The models that levers trained, in this session or an earlier one. */
export interface TrainedModels extends BuildServices {
  /** Lets the provider forget a model, unless an arm was built that answers with it. */
  readonly drop: (model: string) => Promise<void>;
}

export function openTrainedModels(provider: (model: string) => Provider): TrainedModels {
  const inUse = new Set<string>();
  return {
    restoreModel: (baseModel, artifact) => {
      const { fineTuning, name } = provider(baseModel);
      if (fineTuning === undefined) {
        throw new TollgateError(`${name} trains no models, so it cannot bring one back`);
      }
      const model = fineTuning.restore(artifact);
      inUse.add(model);
      return model;
    },
    drop: async (model) => {
      // The same examples give the same model: what one candidate has done with, another may answer with.
      if (!inUse.has(model)) await provider(model).fineTuning?.drop?.(model);
    },
  };
}
