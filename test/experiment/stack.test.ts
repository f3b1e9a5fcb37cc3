import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  aroundPlaceOf,
  describeEntry,
  emptyStack,
  stackDigest,
  withEntry,
} from '../../src/experiment/stack.ts';
import type { ConfiguredOptimization } from '../../src/optimizations/optimization.ts';
import { findOptimization } from '../../src/optimizations/registry.ts';

function configured(name: string, settings: unknown, steps?: readonly string[]): ConfiguredOptimization {
  const optimization = findOptimization(name);
  if (optimization === undefined) throw new Error(`no optimization ${name}`);
  return optimization.configure(settings, steps);
}

const pool = [
  configured('model-swap', { model: 'pocket:small' }),
  configured('model-swap', { model: 'pocket:medium' }, ['classify']),
  configured('few-shot-pruning', { method: 'remove-all' }),
  configured('prompt-compression', { method: 'lossless' }),
  configured('prompt-compression', { method: 'lossless' }, ['answer']),
  configured('output-limit', { maxOutputTokens: 20 }),
];

describe('a stack', () => {
  it('is the same in whatever order its optimizations were promoted', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(pool), fc.infiniteStream(fc.nat()), (chosen, numbers) => {
        const build = (list: readonly ConfiguredOptimization[]) =>
          list.reduce(
            (stack, optimization) => withEntry(stack, { optimization, artifact: undefined }),
            emptyStack,
          );
        const other = [...chosen]
          .map((optimization) => ({ optimization, key: numbers.next().value }))
          .sort((a, b) => a.key - b.key)
          .map(({ optimization }) => optimization);
        expect(build(other).map(describeEntry)).toEqual(build(chosen).map(describeEntry));
        expect(stackDigest(build(other))).toBe(stackDigest(build(chosen)));
      }),
    );
  });

  it('holds at most one optimization of a name for the same steps: a second one replaces the first', () => {
    const first = withEntry(emptyStack, { optimization: pool[5], artifact: undefined });
    const limit = configured('output-limit', { maxOutputTokens: 40 });
    const second = withEntry(first, { optimization: limit, artifact: undefined });
    expect(second.map(({ optimization }) => optimization.settings)).toEqual([limit.settings]);
  });

  it('puts routes outside prompts and prompts outside output', () => {
    const stack = [pool[5], pool[3], pool[0]].reduce(
      (soFar, optimization) => withEntry(soFar, { optimization, artifact: undefined }),
      emptyStack,
    );
    expect(stack.map(({ optimization }) => optimization.layer)).toEqual(['route', 'prompt', 'output']);
  });

  it('shows a lever what stands above and below its place', () => {
    const stack = [pool[5], pool[0]].reduce(
      (soFar, optimization) => withEntry(soFar, { optimization, artifact: undefined }),
      emptyStack,
    );
    const { above, below } = aroundPlaceOf(stack, pool[3]);
    expect(above.map(({ optimization }) => optimization.name)).toEqual(['model-swap']);
    expect(below.map(({ optimization }) => optimization.name)).toEqual(['output-limit']);
  });
});
