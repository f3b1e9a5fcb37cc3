import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chatRequest, configure, onlyRequest, promptOf, sendThrough, textIn } from './stack.ts';

const context = [
  '[1] Gift cards never expire and work online.',
  '[2] A standard parcel takes 3 to 5 business days.',
  '[3] Parcels to islands travel by ship, so delivery takes longer than a standard parcel.',
  '[4] The warranty covers two years of use.',
];
const user = 'Question: How long does a standard parcel take?';
const request = chatRequest(promptOf({ system: 'Answer.', context, user }));
const keptBy = async (settings: object, given = request) =>
  textIn(onlyRequest(await sendThrough(configure('context-pruning', settings), given)), 'context');

describe('context-pruning', () => {
  test('keeps the k most relevant passages in their order', async () => {
    expect((await keptBy({ method: 'top-k', count: 2 })).trim()).toBe(`${context[1]}\n\n${context[2]}`);
  });

  test('keeps as many as are relevant enough', async () => {
    expect((await keptBy({ method: 'threshold', minimum: 1 })).trim()).toBe(context[1]);
    expect((await keptBy({ method: 'threshold', minimum: 0.05 })).trim()).toBe(
      `${context[1]}\n\n${context[2]}`,
    );
  });

  test('keeps what fits into a budget, and one passage when none fits', async () => {
    expect((await keptBy({ method: 'budget', tokens: 20 })).trim()).toBe(context[1]);
    expect((await keptBy({ method: 'budget', tokens: 1 })).trim()).toBe(context[1]);
    expect(await keptBy({ method: 'budget', tokens: 1_000 })).toBe(textIn(request, 'context'));
  });

  test('splits a single text into its paragraphs', async () => {
    const single = chatRequest(promptOf({ context: context.join('\n\n'), user }));
    expect((await keptBy({ method: 'top-k', count: 1 }, single)).trim()).toBe(context[1]);
  });

  test('leaves the context alone when nothing is relevant, and protected passages always', async () => {
    const foreign = chatRequest(promptOf({ context, user: 'Bonjour!' }));
    expect(await keptBy({ method: 'top-k', count: 1 }, foreign)).toBe(textIn(foreign, 'context'));
    const locked = chatRequest(promptOf({ context, user }, ['context']));
    expect(await keptBy({ method: 'top-k', count: 1 }, locked)).toBe(textIn(locked, 'context'));
  });

  test('never changes a byte of what it keeps, nor of any other part', async () => {
    const words = fc.constantFrom(
      'parcel',
      'gift',
      'days',
      '3.50',
      'not',
      'QM-1',
      'warranty',
      'ship',
      '\n',
      ' ',
    );
    const text = fc.array(words, { minLength: 1, maxLength: 8 }).map((list) => `x ${list.join(' ')}.`);
    const settings = fc.oneof(
      fc.record({ method: fc.constant('top-k'), count: fc.integer({ min: 1, max: 4 }) }),
      fc.record({ method: fc.constant('threshold'), minimum: fc.double({ min: 0.01, max: 1, noNaN: true }) }),
      fc.record({ method: fc.constant('budget'), tokens: fc.integer({ min: 1, max: 60 }) }),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(text, { minLength: 2, maxLength: 6 }),
        text,
        settings,
        async (list, asked, given) => {
          const before = chatRequest(promptOf({ system: 'Answer.', context: list, user: asked }));
          const after = onlyRequest(await sendThrough(configure('context-pruning', given), before));
          const originals = before.messages.flatMap(({ segments }) => segments);
          const sent = after.messages.flatMap(({ segments }) => segments);
          expect(sent.length).toBeGreaterThanOrEqual(3);
          for (const segment of sent) expect(originals).toContainEqual(segment);
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('a summary of the context', () => {
  const lever = configure('context-pruning', { method: 'summary', model: 'pocket:small', words: 12 });

  test('is made by another model, and takes the place of the passages', async () => {
    const { sent, decisions } = await sendThrough(lever, request);
    expect(sent.map(({ purpose }) => purpose)).toEqual(['compress', 'answer']);
    expect(sent[0]?.request.model).toBe('pocket:small');
    expect(textIn(sent[0]?.request ?? request)).toContain('How long does a standard parcel take?');
    const shorter = sent[1]?.request ?? request;
    expect(textIn(shorter, 'context').length).toBeLessThan(textIn(request, 'context').length);
    expect(textIn(shorter, 'user')).toBe(user);
    expect(shorter.messages[1]?.segments.map(({ id }) => id)).toEqual(['context-summary', 'user']);
    expect(decisions).toEqual([{ name: 'context-pruning.summary', choice: 'sent' }]);
    expect(lever.models).toEqual(['pocket:small']);
  });

  test('is not sent when it is not shorter', async () => {
    const long = configure('context-pruning', { method: 'summary', model: 'pocket:small', words: 900 });
    const short = chatRequest(promptOf({ context: 'Parcels take five days.', user }));
    const { sent, decisions } = await sendThrough(long, short);
    expect(sent[1]?.request).toBe(short);
    expect(decisions).toEqual([{ name: 'context-pruning.summary', choice: 'not shorter' }]);
  });
});
