import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createPriceBook } from '../../src/pricing/price-book.ts';
import { echoProvider } from '../../src/providers/echo.ts';
import { loadProject, problemsOfProject } from '../suite/project.ts';
import { memoryStore, transportWith } from '../transport/harness.ts';
import { chatRequest, configure, onlyRequest, promptOf, sendThrough } from './stack.ts';

const request = chatRequest(promptOf({ user: 'Where is my parcel?' }));
const lever = configure('batch', { when: { channel: ['email', 'form'], interactive: 'false' } });

describe('batch', () => {
  test('sends a request that can wait to the batch tier', async () => {
    const passage = await sendThrough(lever, request, {
      attributes: { channel: 'form', interactive: 'false' },
    });
    expect(onlyRequest(passage).serviceTier).toBe('batch');
    expect(passage.decisions).toEqual([{ name: 'batch.tier', choice: 'batch', score: 24 }]);
  });

  test('never sends a request to the batch tier whose attributes are not all as wanted', async () => {
    const value = fc.constantFrom('email', 'form', 'chat', 'true', 'false');
    await fc.assert(
      fc.asyncProperty(
        fc.dictionary(fc.constantFrom('channel', 'interactive', 'plan'), value),
        async (attributes) => {
          const { serviceTier } = onlyRequest(await sendThrough(lever, request, { attributes }));
          const waits =
            (attributes['channel'] === 'email' || attributes['channel'] === 'form') &&
            attributes['interactive'] === 'false';
          expect(serviceTier).toBe(waits ? 'batch' : 'standard');
        },
      ),
    );
  });

  test('reports the share that can wait and for how long', () => {
    const decisions = ['batch', 'standard', 'standard', 'standard'].map((choice) => ({
      name: 'batch.tier',
      choice,
      score: choice === 'batch' ? 24 : 0,
    }));
    expect(lever.summarise(decisions)).toEqual([
      { label: 'calls that can wait', value: '1 of 4 (25.0 %)' },
      { label: 'added latency of those calls, at most', value: '24 hours' },
    ]);
  });

  test('costs half on the embedded models', () => {
    const prices = createPriceBook({ declared: [], at: new Date('2026-11-21T12:00:00Z') });
    const usage = {
      inputTokens: 1_000_000,
      cachedInputTokens: 0,
      cacheWriteTokens: 0,
      outputTokens: 0,
      reasoningTokens: 0,
    };
    expect(prices.cost('pocket:large', usage, 'batch') * 2).toBe(
      prices.cost('pocket:large', usage, 'standard'),
    );
  });
});

describe('attributes of requests', () => {
  const suite = (lines: string) => `name: small
baseline: { model: 'pocket:small', prompt: '{{question}}' }
tests:
  - { vars: { question: Why? }, metadata: { id: a, channel: email, intent: complaint } }
  - { vars: { question: When? }, metadata: { id: b, intent: order_status } }
${lines}`;

  test('are the metadata that the suite names, and no other', async () => {
    const { cases } = await loadProject({ 'suite.yaml': suite('attributes: [channel]') });
    expect(cases.map(({ attributes }) => attributes)).toEqual([{ channel: 'email' }, undefined]);
  });

  test('must exist on a case, and be listed before a candidate may read them', async () => {
    const problems = await problemsOfProject({
      'suite.yaml': suite(
        'attributes: [chanel]\ncandidates: [{ name: later, use: batch, with: { when: { intent: complaint } } }]',
      ),
    });
    expect(problems).toEqual([
      expect.stringContaining('unknown metadata key "chanel". Did you mean "channel"?'),
      expect.stringContaining(
        'candidate "later": unknown attribute "intent". To read it, list the metadata key under `attributes`',
      ),
    ]);
  });

  test('reach levers through the transport', async () => {
    const session = transportWith(echoProvider, await memoryStore()).openTrial({
      trial: { armId: 'arm', caseId: 'case', repeat: 0 },
      attributes: { channel: 'email' },
      middlewares: [
        (received, next, { attributes, decide }) => {
          decide({ name: 'test.channel', choice: attributes['channel'] ?? 'none' });
          return next(received);
        },
      ],
      signal: new AbortController().signal,
    });
    await session.call(request, 'answer', 'main');
    expect(session.decisions()).toEqual([{ name: 'test.channel', choice: 'email' }]);
  });
});
