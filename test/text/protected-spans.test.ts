import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findProtectedSpans, mapUnprotected, maskProtected } from '../../src/text/protected-spans.ts';

const fragments = fc.constantFrom(
  'Please send the parcel ',
  '{{ticket}} ',
  '```ts\nconst a  = 1;\n```\n',
  '<passage id="1">',
  '</passage>',
  '{"order": "QM-48213", "n": [1, 2]} ',
  'https://example.com/a?b=1 ',
  'help@example.com ',
  'QM-48213 ',
  '$1,234.56 ',
  '30 days ',
  'do not ',
  '"a quoted string" ',
  'plain words here. ',
  '\n\n',
  '\uE0000\uE001',
);
const texts = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.array(fragments).map((parts) => parts.join('')),
);

function protectedTexts(text: string): readonly string[] {
  return findProtectedSpans(text).map(({ start, end }) => text.slice(start, end));
}

describe('protected spans', () => {
  test.each([
    ['{{ticket}}', 'template'],
    ['<passage id="3">', 'tag'],
    ['{"a": [1, {"b": null}]}', 'json'],
    ['https://example.com/path?x=1', 'url'],
    ['someone@example.com', 'email'],
    ['QM-48213', 'id'],
    ['order_status', 'id'],
    ['$1,234.56', 'number'],
    ['5 business days', 'number'],
    ['cannot', 'negation'],
    ["don't", 'negation'],
    ['"to the letter"', 'quote'],
  ])('%s is found whole, as %s', (span, kind) => {
    const text = `Look at ${span}, please`;
    expect(findProtectedSpans(text)).toContainEqual({ kind, start: 8, end: 8 + span.length });
  });

  test('a fenced block of code is found whole, fences included', () => {
    const block = '```js\nlet x  = 1\n```';
    expect(findProtectedSpans(`Look at\n${block}\nplease`)).toContainEqual({
      kind: 'code',
      start: 8,
      end: 8 + block.length,
    });
  });

  test('spans are ascending and do not overlap', () => {
    fc.assert(
      fc.property(texts, (text) => {
        let end = 0;
        for (const span of findProtectedSpans(text)) {
          expect(span.start).toBeGreaterThanOrEqual(end);
          expect(span.end).toBeGreaterThan(span.start);
          end = span.end;
        }
      }),
    );
  });

  test('rewriting the gaps leaves every span byte-identical', () => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(mapUnprotected(text, () => '')).toBe(protectedTexts(text).join(''));
      }),
    );
  });

  test('masking and restoring gives back the text', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const { masked, restore } = maskProtected(text);
        expect(restore(masked)).toBe(text);
      }),
    );
  });

  test('thousands of open brackets take no quadratic time', () => {
    expect(findProtectedSpans('[{'.repeat(50_000))).toEqual([]);
  });
});
