import { type Plan, readPlan } from './plan.ts';

/**
 * Reads a suite and plans a run of it, without any call.
 *
 * @throws ConfigurationError with everything that is wrong.
 */
export async function checkSuite(
  suiteFile: string,
  options: { readonly allowOutside?: boolean } = {},
): Promise<Plan> {
  return readPlan({ suiteFile, ...options });
}
