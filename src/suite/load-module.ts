import { ConfigurationError } from '../core/errors.ts';
import { nearest } from '../core/nearest.ts';
import type { PipelineFunction } from '../core/pipeline.ts';
import { reason } from './wording.ts';

/** A module cannot say its types at run time: what it returns is checked by who calls it. */
function isPipeline(value: unknown): value is PipelineFunction {
  return typeof value === 'function';
}

/**
 * Loads the TypeScript or JavaScript module that a suite names, and returns its export `pipeline`.
 *
 * @throws ConfigurationError when the module cannot be loaded or `pipeline` is not a function.
 */
export async function loadPipelineModule(file: string): Promise<PipelineFunction> {
  const { createJiti } = await import('jiti');
  let loaded: unknown;
  try {
    loaded = await createJiti(import.meta.url).import(file);
  } catch (error) {
    throw new ConfigurationError(
      [{ message: `the pipeline module cannot be loaded: ${reason(error)}.`, location: { file } }],
      { cause: error },
    );
  }
  const isModule = typeof loaded === 'object' && loaded !== null;
  const value: unknown = isModule ? Reflect.get(Object(loaded), 'pipeline') : undefined;
  if (isPipeline(value)) return value;
  const allowed = isModule ? Object.keys(Object(loaded)) : [];
  const match = nearest('pipeline', allowed);
  const message =
    value === undefined
      ? 'the pipeline module has no export "pipeline".'
      : `the export "pipeline" must be a function, found ${typeof value}.`;
  throw new ConfigurationError([
    {
      message,
      location: { file },
      ...(value !== undefined || match === undefined ? {} : { nearest: match }),
    },
  ]);
}
