import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Case } from '../../src/core/case.ts';
import { BudgetExceededError } from '../../src/core/errors.ts';
import type { JsonObject } from '../../src/core/json.ts';
import { textOf } from '../../src/core/message.ts';
import { nanoDollars } from '../../src/core/money.ts';
import type { EmbeddingResponse, ModelRequest } from '../../src/core/request.ts';
import { checkAssertions, createPromptfooScorer } from '../../src/scorers/promptfoo.ts';
import type { Store } from '../../src/store/store.ts';
import type { Transport } from '../../src/transport/assemble.ts';
import type { CallableProvider } from '../../src/transport/terminal.ts';
import { memoryStore, scriptedProvider, transportWith, usage } from '../transport/harness.ts';
import { caseOf, trialOf } from './trials.ts';

let store: Store;
beforeAll(async () => {
  store = await memoryStore();
});
afterAll(() => store.close());

const grader: JsonObject = {
  provider: { id: 'shop:model', config: { temperature: 0 }, embedding: 'shop:model' },
};

/** Finds an answer good when it mentions a refund; embeds a text by its length. */
function judgeProvider(): CallableProvider & { readonly requests: ModelRequest[] } {
  const provider = scriptedProvider((request) => {
    const prompt = request.kind === 'chat' ? request.messages.map(textOf).join('\n') : '';
    const pass = prompt.includes('We will refund you');
    return { text: JSON.stringify({ pass, score: pass ? 0.9 : 0.1, reason: pass ? 'kind' : 'cold' }) };
  });
  return {
    ...provider,
    call: async (request, signal) => {
      if (request.kind === 'chat') return provider.call(request, signal);
      provider.requests.push(request);
      const response: EmbeddingResponse = {
        kind: 'embedding',
        vectors: request.inputs.map((text) => [text.length, 1]),
        attempts: [
          {
            provider: 'shop',
            model: request.model,
            usage: usage(7),
            waitMilliseconds: 0,
            milliseconds: 1,
            replayed: false,
          },
        ],
      };
      return response;
    },
  };
}

const scorer = (cases: readonly Case[], transport: Transport, judge: JsonObject | undefined = grader) =>
  createPromptfooScorer({ cases, grader: judge, transport, signal: new AbortController().signal });

describe('judges', () => {
  it('are charged on their own, as judging, never to the answer', async () => {
    const provider = judgeProvider();
    const testCase = caseOf([
      { type: 'llm-rubric', value: 'offers a refund', weight: 2 },
      { type: 'contains', value: 'refund' },
    ]);
    const score = await scorer([testCase], transportWith(provider, store));
    const result = await score(testCase, trialOf({ output: 'We will refund you.' }));
    expect(result).toMatchObject({
      pass: true,
      scores: [{ assertion: 'llm-rubric', score: 0.9, reason: 'kind' }, {}],
    });
    expect(result.score).toBeCloseTo((2 * 0.9 + 1) / 3, 12);
    expect(result.judgeCharges).toMatchObject([{ purpose: 'judge', model: 'shop:model', paid: 120_000 }]);
    expect(provider.requests[0]).toMatchObject({ kind: 'chat', parameters: { temperature: 0 } });
    expect(await score(testCase, trialOf({ output: 'No.' }))).toMatchObject({ pass: false });
  });

  it('embed with the embedding model', async () => {
    const testCase = caseOf([{ type: 'similar', value: 'Hello Ada', threshold: 0.9 }]);
    const score = await scorer([testCase], transportWith(judgeProvider(), store));
    const result = await score(testCase, trialOf({ output: 'Hallo Ada' }));
    expect(result).toMatchObject({ pass: true });
    expect(result.judgeCharges).toHaveLength(2);
  });

  it('may be named by the case or by the assertion, and must be callable', async () => {
    const named = caseOf([
      { type: 'assert-set', assert: [{ type: 'llm-rubric', value: 'kind', provider: 'shop:model' }] },
    ]);
    const optional = caseOf([{ type: 'llm-rubric', value: 'kind' }], { options: { provider: 'shop:model' } });
    const transport = transportWith(judgeProvider(), store);
    for (const testCase of [named, optional]) {
      const score = await createPromptfooScorer({
        cases: [testCase],
        grader: undefined,
        transport,
        signal: new AbortController().signal,
      });
      const result = await score(testCase, trialOf({ output: 'We will refund you, of course.' }));
      expect(result).toMatchObject({ pass: true });
      expect(result.judgeCharges).toHaveLength(1);
    }
    const unknown = caseOf([{ type: 'llm-rubric', value: 'kind', provider: 'shpo:model' }]);
    await expect(scorer([unknown], transport)).rejects.toThrow(
      'unknown provider "shpo". Did you mean "shop"?',
    );
  });

  it('are checked before the first call', async () => {
    const rubric = caseOf([{ type: 'llm-rubric', value: 'kind' }]);
    const similar = caseOf([{ type: 'similar', value: 'x' }]);
    const messages = async (cases: readonly Case[], judge: JsonObject | undefined) =>
      (await checkAssertions(cases, judge)).map(({ message }) => message);
    expect(await messages([rubric], { provider: { id: 'shop:model', config: { logprobs: true } } })).toEqual([
      'the judge\'s setting "logprobs" is not supported.',
    ]);
    expect(await messages([similar], { provider: 'shop:model' })).toEqual([
      'the assertion "similar" needs an embedding model: name it as `embedding` beside the judge\'s id.',
    ]);
    expect(
      await messages([rubric, similar], { provider: { text: 'shop:model', embedding: 'shop:model' } }),
    ).toEqual([]);
    expect(await messages([rubric], { provider: 7 })).toEqual([
      'a judge must be a model id, { id, config, embedding }, or { text, embedding }.',
    ]);
  });

  it('that fail make the assertion fail with their error, and are charged', async () => {
    const provider = scriptedProvider(() => ({ failure: { kind: 'rejected', message: 'too long' } }));
    const testCase = caseOf([{ type: 'llm-rubric', value: 'is brief' }]);
    const score = await scorer([testCase], transportWith(provider, store));
    const result = await score(testCase, trialOf({ output: 'A long answer.' }));
    expect(result).toMatchObject({ pass: false, score: 0, judgeCharges: [{ failed: true, paid: 120_000 }] });
    expect(result.scores[0]?.reason).toContain('the judge shop:model failed: too long');
  });

  it('end the run when the budget does not cover them', async () => {
    const testCase = caseOf([{ type: 'llm-rubric', value: 'is affordable' }]);
    const transport = transportWith(judgeProvider(), store, {
      limits: { concurrency: 1, budget: nanoDollars(1_000) },
    });
    const score = await scorer([testCase], transport);
    await expect(score(testCase, trialOf({ output: 'An answer.' }))).rejects.toThrow(BudgetExceededError);
  });

  it('are replayed like every other model', async () => {
    const provider = judgeProvider();
    const testCase = caseOf([{ type: 'llm-rubric', value: 'is replayed' }]);
    const score = await scorer([testCase], transportWith(provider, store));
    const trial = trialOf({ output: 'We will refund you twice.' });
    await score(testCase, trial);
    const again = await score(testCase, { ...trial, armId: 'arm-2' });
    expect(provider.requests).toHaveLength(1);
    expect(again.judgeCharges).toMatchObject([{ asBilled: 120_000, paid: 0, replayed: true }]);
  });
});
