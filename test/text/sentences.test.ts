import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sentenceTexts, splitSentences } from '../../src/text/sentences.ts';

const pieces = fc.constantFrom(
  'The label costs $6.90. ',
  'Dr. Low wrote at 5 p.m. to us',
  '- one item\n',
  '1. first\n',
  '\n\n',
  'e.g. tents',
  '?! ',
  '# Heading\n',
  '“Quoted.” ',
  '…',
  ' ',
  '3.5 kg',
  '\t',
  'No',
);

describe('splitting sentences', () => {
  test('the parts, joined, are the text', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(pieces).map((parts) => parts.join('')),
        ),
        (text) => {
          expect(splitSentences(text).join('')).toBe(text);
        },
      ),
    );
  });

  test('decimals, prices, abbreviations and initials do not end a sentence', () => {
    expect(
      sentenceTexts('The label costs $6.90 for most items, e.g. tents. Dr. A. Low agrees. It weighs 3.5 kg!'),
    ).toEqual([
      'The label costs $6.90 for most items, e.g. tents.',
      'Dr. A. Low agrees.',
      'It weighs 3.5 kg!',
    ]);
  });

  test('list items and headings end at their line, wrapped paragraphs do not', () => {
    expect(sentenceTexts('# Rules\n- be kind\n- be brief\n\nA long sentence\nthat wraps. Another.')).toEqual([
      '# Rules',
      '- be kind',
      '- be brief',
      'A long sentence\nthat wraps.',
      'Another.',
    ]);
  });
});
