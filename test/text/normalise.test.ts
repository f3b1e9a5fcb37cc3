import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compactMarkdown, compactWhitespace, removeDuplicateSentences } from '../../src/text/normalise.ts';

const fragments = fc.constantFrom(
  '**Answer** with the label only.  ',
  'Answer with the label only. ',
  '\n\n\n',
  '```\n  a   b\n\n\n\n  c\n```\n',
  '- **order_status**: where is it\n',
  '{{ticket}}',
  '---\n',
  '## Rules ##\n',
  '| a  |  b |\n',
  '   ',
  '***',
  '__x__',
  '{"a":   "b  c"}',
  '"two  blanks"',
  '\r\n',
);
const texts = fc.oneof(
  fc.string(),
  fc.array(fragments).map((parts) => parts.join('')),
);

describe('lossless compaction', () => {
  test.each([
    ['compactWhitespace', compactWhitespace],
    ['compactMarkdown', compactMarkdown],
    ['removeDuplicateSentences', removeDuplicateSentences],
  ])('%s applied twice is the same as once, and never longer', (_, compact) => {
    fc.assert(
      fc.property(texts, (text) => {
        const once = compact(text);
        expect(compact(once)).toBe(once);
        expect(once.length).toBeLessThanOrEqual(text.length);
      }),
    );
  });

  test('code, template variables, JSON and quoted strings keep every blank', () => {
    const kept = ['```\n  a   b\n\n\n\n  **c**\n```', '{{a  b}}', '{"a":   "b  c"}', '"two  blanks"'];
    const compacted = compactMarkdown(`Look:   here\n\n\n\n${kept.join('\n\n\n\n')}\n\n\n\n**end**`);
    for (const span of kept) expect(compacted).toContain(span);
    expect(compacted).toContain('Look: here\n\n');
    expect(compacted).toMatch(/\nend$/);
  });

  test('a rule that is said twice is kept once', () => {
    const text =
      'Answer with the label only. Be polite to everybody.\n\nAnswer with the label only.\nTicket: {{ticket}}';
    expect(removeDuplicateSentences(text)).toBe(
      'Answer with the label only. Be polite to everybody.\n\nTicket: {{ticket}}',
    );
  });
});
