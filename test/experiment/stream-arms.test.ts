import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Case, TestCase } from '../../src/core/case.ts';
import type { Middleware } from '../../src/core/middleware.ts';
import type { RunnableArm } from '../../src/experiment/arm.ts';
import { type ArmRunnerServices, createArmRunner } from '../../src/experiment/run-arm.ts';
import { createPrefixCache } from '../../src/pricing/prefix-cache.ts';
import type { Store } from '../../src/store/store.ts';
import { chat, memoryStore, scriptedProvider, transportWith, usage } from '../transport/harness.ts';

let store: Store;
beforeAll(async () => {
  store = await memoryStore();
});
afterAll(() => store.close());

const cases: readonly TestCase[] = Array.from({ length: 6 }, (_, index) => ({
  id: `case-${index}`,
  vars: { text: `Question ${index % 2}` },
  assertions: [],
  tags: {},
  split: 'test',
  stream: { arrival: index * 1_000, canonical: `question ${index % 2}` },
  location: { file: 'stream.jsonl' },
}));

/** Remembers what it was asked, and answers the same again without a call. */
function remembering(arrivals: number[]): Middleware {
  const known = new Map<string, Awaited<ReturnType<Parameters<Middleware>[1]>>>();
  return async (request, next, { arrival }) => {
    arrivals.push(arrival ?? -1);
    const key = JSON.stringify(request);
    const answer = known.get(key) ?? (await next(request));
    const again = answer.kind === 'chat' ? { ...answer, attempts: [] } : answer;
    known.set(key, again);
    return answer;
  };
}

function runnerWith(services: Partial<ArmRunnerServices> = {}) {
  const transport = transportWith(
    scriptedProvider(() => ({ text: 'Yes.', usage: usage(100, 10) })),
    store,
    { replay: { mode: 'refresh', maxAgeDays: 7 } },
  );
  return createArmRunner({
    transport,
    score: async () => ({ pass: true, score: 1, scores: [], judgeCharges: [] }),
    store: { recordTrial: async () => undefined, recordTogether: async () => undefined },
    runId: 'run-1',
    finished: new Map(),
    signal: new AbortController().signal,
    onProgress: () => undefined,
    ...services,
  });
}

function arm(id: string, renew: RunnableArm['renew']): RunnableArm {
  return {
    id,
    middlewares: [],
    renew,
    pipeline: {
      singleCall: true,
      run: async ({ vars }, call) => {
        const response = await call(chat(String(vars['text'])), 'answer', 'main');
        return { output: response.kind === 'chat' ? response.text : '' };
      },
    },
  };
}

const options = { phase: 'run', label: 'arm', repeats: 2 } as const;

describe('an arm that remembers', () => {
  test('meets the requests in order of arrival, and forgets everything between repeats', async () => {
    const sessions: number[][] = [];
    const renew = () => {
      const arrivals: number[] = [];
      sessions.push(arrivals);
      return [remembering(arrivals)];
    };
    const trials = await runnerWith().run(arm('remembers', renew), cases, options);
    expect(sessions).toEqual([0, 1].map(() => cases.map(({ stream }) => stream?.arrival)));
    const calls = trials.map(({ caseId, repeat, charges }) => `${caseId} ${repeat} ${charges.length}`);
    expect(calls).toEqual(
      cases.flatMap(({ id }, index) => [0, 1].map((repeat) => `${id} ${repeat} ${index < 2 ? 1 : 0}`)),
    );
  });

  test('may be warmed up; the trials of the warm-up are not given back', async () => {
    const warmUp: readonly Case[] = cases
      .slice(0, 2)
      .map((warming, index) => ({ ...warming, id: `warm-${index}`, split: 'tune' }));
    const trials = await runnerWith().run(
      arm('warm', () => [remembering([])]),
      cases,
      { ...options, warmUp },
    );
    expect(trials).toHaveLength(12);
    expect(trials.every(({ charges }) => charges.length === 0)).toBe(true);
  });
});

test('a simulated prefix cache starts cold for every arm and repeat, in phase run only', async () => {
  let opened = 0;
  const openPrefixCache = () => {
    opened += 1;
    return createPrefixCache();
  };
  const runner = runnerWith({ openPrefixCache });
  await runner.run(arm('plain', undefined), cases, options);
  await runner.run(arm('plain too', undefined), cases, options);
  expect(opened).toBe(4);
  await runner.run(arm('fitting', undefined), cases, { ...options, phase: 'fit' });
  expect(opened).toBe(4);
});
