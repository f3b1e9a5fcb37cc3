import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { joinKept } from '../../src/text/drop-sentences.ts';
import { overlapLength } from '../../src/text/overlaps.ts';
import { splitSentences } from '../../src/text/sentences.ts';

const word = fc.constantFrom('a', 'ab', 'aba', 'parcel', 'to', 'days');
const text = fc.array(word, { minLength: 1, maxLength: 12 }).map((words) => words.join(' '));

describe('overlaps', () => {
  test('are the longest end of one text that begins the next, in whole words', () => {
    fc.assert(
      fc.property(text, text, fc.integer({ min: 1, max: 8 }), (before, after, shortest) => {
        const isOverlap = (length: number) =>
          before.endsWith(after.slice(0, length)) &&
          (length === before.length || before.charAt(before.length - length - 1) === ' ') &&
          (length === after.length || after.charAt(length) === ' ');
        let longest = 0;
        for (let length = shortest; length <= Math.min(before.length, after.length); length++)
          if (isOverlap(length)) longest = length;
        expect(overlapLength(before, after, shortest)).toBe(longest);
      }),
    );
  });
});

describe('dropping sentences', () => {
  test('keeps the line breaks that separate what is left', () => {
    const sentences = splitSentences('# Title\n\nOne. Two.\n\n- a\n- b\n');
    const without = (dropped: string) =>
      joinKept(sentences, (position) => sentences[position]?.trim() !== dropped);
    expect(without('Two.')).toBe('# Title\n\nOne.\n\n- a\n- b\n');
    expect(without('# Title')).toBe('One. Two.\n\n- a\n- b\n');
    expect(without('- b')).toBe('# Title\n\nOne. Two.\n\n- a\n');
  });
});
