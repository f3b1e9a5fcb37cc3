import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Part } from '../../../src/core/message.ts';
import { compressBetweenSpans } from '../../../src/optimizations/prompt-compression/llm-lingua.ts';
import { findProtectedSpans } from '../../../src/text/protected-spans.ts';
import { chatRequest, configure, onlyRequest, promptOf, sendThrough, textIn } from '../stack.ts';
import { textWithSpans } from './texts.ts';

const spansOf = (text: string) => findProtectedSpans(text).map(({ start, end }) => text.slice(start, end));
const parts: readonly Part[] = ['system', 'instructions', 'examples', 'context', 'user'];

/** Drops, repeats and upper-cases words as its seed says. */
const carelessCompressor = (seed: number) => async (gap: string) =>
  gap
    .split(/\s+/)
    .flatMap((word, index) => [[], [word], [word.toUpperCase()], [word, word]][(seed + index * 7) % 4] ?? [])
    .join(' ');

describe('compression never touches a protected span', () => {
  test('without loss: every span of every part is still sent, byte for byte', async () => {
    const lever = configure('prompt-compression', { method: 'lossless', parts });
    const prompt = fc.record({
      system: textWithSpans,
      instructions: textWithSpans,
      context: fc.array(textWithSpans, { minLength: 1, maxLength: 4 }),
      user: textWithSpans,
    });
    await fc.assert(
      fc.asyncProperty(prompt, async (given) => {
        const request = chatRequest(promptOf(given));
        const passage = await sendThrough(lever, request);
        const sent = textIn(onlyRequest(passage));
        for (const segment of request.messages.flatMap(({ segments }) => segments)) {
          if (segment.content.type !== 'text') continue;
          for (const span of spansOf(segment.content.text)) expect(sent).toContain(span);
        }
        const fellBack = passage.decisions[0]?.choice === 'yes';
        if (fellBack) expect(onlyRequest(passage).messages).toBe(request.messages);
      }),
    );
  });

  test('between spans: whatever the compressor does, the spans come out in their order', async () => {
    await fc.assert(
      fc.asyncProperty(textWithSpans, fc.nat(), async (text, seed) => {
        const shorter = await compressBetweenSpans(text, carelessCompressor(seed));
        let position = 0;
        for (const span of spansOf(text)) {
          const found = shorter.indexOf(span, position);
          expect(found).toBeGreaterThanOrEqual(position);
          position = found + span.length;
        }
        expect(shorter.length).toBeLessThanOrEqual(text.length);
        expect(shorter.split('\n')).toHaveLength(text.split('\n').length);
      }),
    );
  });

  test('by a model: a rewrite that loses a span is not used', async () => {
    const lever = configure('prompt-compression', { method: 'rewrite', model: 'pocket:small' });
    await fc.assert(
      fc.asyncProperty(textWithSpans, textWithSpans, async (system, rewritten) => {
        const request = chatRequest(promptOf({ system, user: 'Hello' }));
        const artifact = {
          method: 'rewrite',
          rewrites: [{ original: system.trim(), rewritten, lost: spansOf(system), isUsed: false }],
        };
        expect(onlyRequest(await sendThrough(lever, request, { artifact })).messages).toEqual(
          request.messages,
        );
      }),
      { numRuns: 30 },
    );
  });

  test('nor a protected segment, whatever the method', async () => {
    const settings = [
      { method: 'lossless', parts },
      { method: 'extractive', parts, unit: 'sentence', keepShare: 0.3 },
      { method: 'extractive', parts, unit: 'chunk', keepUnits: 1 },
    ];
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...settings),
        textWithSpans,
        textWithSpans,
        async (given, text, user) => {
          const messages = promptOf({ system: text, context: [text, text], user }, ['system', 'context']);
          const sent = onlyRequest(
            await sendThrough(configure('prompt-compression', given), chatRequest(messages)),
          );
          const locked = messages.flatMap(({ segments }) => segments).filter((segment) => segment.protected);
          const sentLocked = sent.messages
            .flatMap(({ segments }) => segments)
            .filter((segment) => segment.protected);
          expect(sentLocked).toEqual(locked);
        },
      ),
    );
  });

  test('and the report counts the requests that were sent as they came', async () => {
    const lever = configure('prompt-compression', { method: 'lossless' });
    const broken = chatRequest(promptOf({ system: 'Wait 5 business    days,    please.', user: 'Hi' }));
    const sound = chatRequest(promptOf({ system: 'Wait,    please.', user: 'Hi' }));
    const decisions = [broken, sound].map(async (request) => (await sendThrough(lever, request)).decisions);
    expect(lever.summarise((await Promise.all(decisions)).flat())).toEqual([
      { label: 'sent uncompressed to keep protected spans', value: '1 of 2' },
    ]);
  });
});
