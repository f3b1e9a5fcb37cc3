import { describe, expect, expectTypeOf, it } from 'vitest';
import { z } from 'zod';
import { type Case, type FitCase, isTestCase, type TestCase } from '../../src/core/case.ts';
import { textOf } from '../../src/core/message.ts';
import { fitArms } from '../../src/experiment/fit-arms.ts';
import { planRun } from '../../src/experiment/plan.ts';
import { inSession } from '../../src/experiment/session.ts';
import { fewShotPruning } from '../../src/optimizations/few-shot-pruning.ts';
import { defineOptimization, type Fitting, type Optimization } from '../../src/optimizations/optimization.ts';
import { loadSuite } from '../../src/suite/load-suite.ts';
import { type ShopProviderOptions, shopProvider } from '../stories/shop-provider.ts';
import { smallProject } from '../stories/small-project.ts';

describe('the types', () => {
  it('keep test cases out of everything that fitting is given or gives away', () => {
    expectTypeOf<TestCase>().not.toExtend<FitCase>();
    expectTypeOf<Case>().not.toExtend<FitCase>();
    expectTypeOf<readonly TestCase[]>().not.toExtend<Parameters<Fitting['run']>[1]>();
    expectTypeOf<readonly Case[]>().not.toExtend<Parameters<Fitting['run']>[1]>();
    expectTypeOf<TestCase>().not.toExtend<Parameters<Fitting['requestsOf']>[0]>();
    expectTypeOf<Fitting['train'][number]['split']>().toEqualTypeOf<'train' | 'tune'>();
    expectTypeOf<Fitting['tune'][number]['split']>().toEqualTypeOf<'train' | 'tune'>();
    expectTypeOf<Extract<Fitting[keyof Fitting], readonly unknown[]>[number]>().toEqualTypeOf<FitCase>();
  });
});

/** Fits the one candidate of a small suite. */
async function fitCandidate(
  optimization: Optimization,
  settings: unknown,
  options: ShopProviderOptions = {},
) {
  const suiteFile = await smallProject({
    suite: { candidates: [{ name: 'candidate', use: optimization.name, with: settings }] },
  });
  const providers = [shopProvider(options)];
  const suite = await loadSuite(suiteFile, { registry: [optimization] });
  const plan = await planRun(suite, { providers });
  return inSession(plan, { suiteFile, providers }, (session) => fitArms(plan, session));
}

/** Cases that no compiler has seen: what plain JavaScript could pass on. */
function smuggled(cases: readonly TestCase[]): readonly FitCase[] {
  const untyped: readonly FitCase[] = JSON.parse(JSON.stringify(cases));
  return untyped;
}

/** A lever that has got hold of the test cases and tries to learn from them. */
function cheat(
  testCases: () => readonly TestCase[],
  learn: (fitting: Fitting, cases: readonly FitCase[]) => Promise<unknown>,
): Optimization {
  return defineOptimization({
    name: 'cheat',
    layer: 'prompt',
    summary: 'learns from what it must not see',
    settings: z.strictObject({}),
    artifact: z.null(),
    fit: async (_settings, fitting) => {
      await learn(fitting, smuggled(testCases()));
      return null;
    },
    build: () => (request, next) => next(request),
    describe: () => 'cheated',
  });
}

describe('a lever that gets hold of test cases', () => {
  const testCase: TestCase = {
    id: 'stolen',
    vars: { sentence: 'The red van number 4 waits.' },
    assertions: [{ type: 'equals', value: 'red' }],
    tags: {},
    split: 'test',
    location: { file: 'cases.jsonl' },
  };

  it('cannot run them', async () => {
    const calls: string[] = [];
    const onCall = () => calls.push('call');
    const lever = cheat(
      () => [testCase],
      (fitting, cases) => fitting.run([], cases),
    );
    await expect(fitCandidate(lever, {}, { onCall })).rejects.toThrow(/fit itself on test cases/);
    expect(calls).toEqual([]);
  });

  it('cannot run them among others', async () => {
    const lever = cheat(
      () => [testCase],
      (fitting, cases) => fitting.run([], [...fitting.train, ...cases]),
    );
    await expect(fitCandidate(lever, {})).rejects.toThrow(/fit itself on test cases/);
  });

  it('cannot look at their requests', async () => {
    const lever = cheat(
      () => [testCase],
      (fitting, [stolen]) => fitting.requestsOf(stolen),
    );
    await expect(fitCandidate(lever, {})).rejects.toThrow(/fit itself on test cases/);
  });
});

describe('fitting through a whole run', () => {
  it('sends nothing of a test case to any model', async () => {
    const asked = new Set<number>();
    await fitCandidate(
      fewShotPruning,
      { method: 'backward-elimination', maximumRuns: 4 },
      {
        onCall: ({ messages }) => {
          const sentence = messages.map(textOf).join('\n').split('Sentence:').at(-1) ?? '';
          asked.add(Number(/number (\d+)/.exec(sentence)?.[1]));
        },
      },
    );
    expect(asked.size).toBeGreaterThan(0);
    // The small project keeps the numbers that end in 0 and 1 for fitting.
    for (const number of asked) expect(number % 10).toBeLessThan(2);
  });

  it('is given train and tune cases only', async () => {
    let given: readonly Case[] = [];
    await fitCandidate(
      cheat(
        () => [],
        async ({ train, tune }) => {
          given = [...train, ...tune];
        },
      ),
      {},
    );
    expect(given).toHaveLength(32);
    expect(given.some(isTestCase)).toBe(false);
  });
});
