import { digest } from '../core/digest.ts';
import type { Json } from '../core/json.ts';
import type { Middleware } from '../core/middleware.ts';
import type { BuildServices, ConfiguredOptimization } from '../optimizations/optimization.ts';
import { compareStackingOrder } from '../optimizations/registry.ts';

/** One optimization in a stack, fitted. `artifact` is undefined for a lever that learns nothing. */
export interface StackEntry {
  readonly optimization: ConfiguredOptimization;
  readonly artifact: Json | undefined;
}

/** Optimizations outermost first. At most one entry for a name and a set of steps. */
export type Stack = readonly StackEntry[];

export const emptyStack: Stack = [];

/** Whether a stack has room for only one of the two: same name, same steps. */
export function samePlace(a: ConfiguredOptimization, b: ConfiguredOptimization): boolean {
  return a.name === b.name && JSON.stringify(a.steps ?? null) === JSON.stringify(b.steps ?? null);
}

/** Adds an entry, or replaces the one of the same name and steps; the order of additions never shows. */
export function withEntry(stack: Stack, entry: StackEntry): Stack {
  return [...stack.filter(({ optimization }) => !samePlace(optimization, entry.optimization)), entry].sort(
    (a, b) =>
      compareStackingOrder(a.optimization, b.optimization) ||
      JSON.stringify(a.optimization.steps ?? null).localeCompare(
        JSON.stringify(b.optimization.steps ?? null),
        'en',
      ),
  );
}

/** The stack around the place where an optimization stands or would stand: what is above it and what is below. */
export function aroundPlaceOf(
  stack: Stack,
  optimization: ConfiguredOptimization,
): { readonly above: Stack; readonly below: Stack } {
  const placed = withEntry(stack, { optimization, artifact: undefined });
  const place = placed.findIndex((entry) => entry.optimization === optimization);
  return { above: placed.slice(0, place), below: placed.slice(place + 1) };
}

/** What an entry is, without what its lever learned. */
export function describeEntry({ optimization }: StackEntry): Json {
  return {
    use: optimization.name,
    with: optimization.settings,
    ...(optimization.steps === undefined ? {} : { steps: optimization.steps }),
  };
}

/** The digest of a stack: names, settings, steps and artifacts. */
export function stackDigest(stack: Stack): string {
  return digest(stack.map((entry) => ({ entry: describeEntry(entry), artifact: entry.artifact ?? null })));
}

export function middlewaresOf(stack: Stack, services: BuildServices): readonly Middleware[] {
  return stack.map(({ optimization, artifact }) => optimization.build(artifact, services));
}

/** True when the middlewares of a stack keep something from one request to the next. */
export function isStateful(stack: Stack): boolean {
  return stack.some(({ optimization }) => optimization.stateful);
}

/** How many cases the runner has to bring together for the levers of a stack; 1 when none of them packs requests. */
export function packSizeOf(stack: Stack): number {
  return Math.max(1, ...stack.map(({ optimization }) => optimization.packSize));
}
