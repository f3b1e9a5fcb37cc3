import { ConfigurationError } from '../core/errors.ts';
import { nearest } from '../core/nearest.ts';
import { reason } from './paths.ts';

export type LoadedFunction = (...args: readonly unknown[]) => unknown;

function isFunction(value: unknown): value is LoadedFunction {
  return typeof value === 'function';
}

/**
 * Loads a TypeScript or JavaScript module of the user and returns one of its exports, which must be a function.
 *
 * @throws ConfigurationError when the module cannot be loaded or has no such function.
 */
export async function loadFunction(file: string, name: string): Promise<LoadedFunction> {
  const { createJiti } = await import('jiti');
  let loaded: unknown;
  try {
    loaded = await createJiti(import.meta.url).import(file);
  } catch (error) {
    throw new ConfigurationError(
      [{ message: `the module cannot be loaded: ${reason(error)}.`, location: { file } }],
      { cause: error },
    );
  }
  const exported =
    typeof loaded === 'object' && loaded !== null
      ? new Map<string, unknown>(Object.entries(loaded))
      : new Map<string, unknown>();
  const value = exported.get(name);
  if (isFunction(value)) return value;
  const names = [...exported.keys()];
  const match = nearest(name, names);
  const message =
    value === undefined
      ? `the module has no export "${name}".`
      : `the export "${name}" must be a function, found ${typeof value}.`;
  throw new ConfigurationError([
    {
      message,
      location: { file },
      allowed: names,
      ...(match === undefined || match === name ? {} : { nearest: match }),
    },
  ]);
}

/** The `pipeline` export of a module that a suite names. @throws ConfigurationError */
export function loadPipelineModule(file: string): Promise<LoadedFunction> {
  return loadFunction(file, 'pipeline');
}
