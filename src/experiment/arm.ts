import { digest } from '../core/digest.ts';
import type { Middleware } from '../core/middleware.ts';
import type { BuildServices } from '../optimizations/optimization.ts';
import type { PipelineDefinition } from '../suite/suite.ts';
import { createPipeline, type Pipeline } from './pipeline.ts';
import { isStateful, middlewaresOf, packSizeOf, type Stack, stackDigest } from './stack.ts';

export type ArmRole = 'baseline' | 'original' | 'candidate';

/** A pipeline with a stack, ready to run. Two arms with the same id send the same requests. */
export interface Arm {
  readonly id: string;
  readonly role: ArmRole;
  readonly name: string;
  readonly stack: Stack;
  readonly middlewares: readonly Middleware[];
  /** Makes the middlewares anew, with nothing remembered; undefined for a stack that remembers nothing. */
  readonly renew?: (() => readonly Middleware[]) | undefined;
  /** How many consecutive cases run as a group, so that their requests can be sent as one; none do when unset. */
  readonly packSize?: number | undefined;
  readonly pipeline: Pipeline;
}

/** What running an arm takes. */
export type RunnableArm = Pick<Arm, 'id' | 'middlewares' | 'renew' | 'packSize' | 'pipeline'>;

export async function createArm(
  { role, name, stack }: Pick<Arm, 'role' | 'name' | 'stack'>,
  definition: PipelineDefinition,
  services: BuildServices,
): Promise<Arm> {
  return {
    id: digest({ pipeline: definition, stack: stackDigest(stack) }).slice(0, 16),
    role,
    name,
    stack,
    middlewares: middlewaresOf(stack, services),
    renew: isStateful(stack) ? () => middlewaresOf(stack, services) : undefined,
    packSize: packSizeOf(stack),
    pipeline: await createPipeline(definition),
  };
}
