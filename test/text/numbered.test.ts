import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readNumbered, writeNumbered } from '../../src/text/numbered.ts';

/** Texts that look like numbered items themselves. */
const tricky = fc
  .array(
    fc.constantFrom(
      '1: one',
      '2) two',
      '3. three',
      '    4: deep',
      '\n',
      '\r\n',
      '\u2028',
      '10:30',
      '',
      ' x: y ',
    ),
    {
      maxLength: 6,
    },
  )
  .map((pieces) => pieces.join('\n'));
const item = fc.oneof(tricky, fc.string({ unit: 'binary' }), fc.lorem({ mode: 'sentences' }));

describe('numbered items', () => {
  test('are read back as they were written, whatever they hold', () => {
    fc.assert(
      fc.property(fc.array(item, { minLength: 1, maxLength: 12 }), (items) => {
        expect(readNumbered(writeNumbered(items), items.length)).toEqual(
          items.map((text, index) => ({ number: index + 1, text })),
        );
      }),
    );
  });

  test('may be written `1: a`, `1. a` or `1) a`, with words before the first', () => {
    expect(readNumbered('Here you are:\n1: a\n2. b\n3) c', 3)).toEqual([
      { number: 1, text: 'a' },
      { number: 2, text: 'b' },
      { number: 3, text: 'c' },
    ]);
  });

  test('go on until the next number that is asked for; times and larger numbers are text', () => {
    expect(readNumbered('1: It opens at\n10:30\n2024: closed\n2: never', 2)).toEqual([
      { number: 1, text: 'It opens at\n10:30\n2024: closed' },
      { number: 2, text: 'never' },
    ]);
  });

  test('that come twice or not at all are seen as such', () => {
    expect(readNumbered('1: a\n1: b\n3: c', 3).map(({ number }) => number)).toEqual([1, 1, 3]);
  });
});
