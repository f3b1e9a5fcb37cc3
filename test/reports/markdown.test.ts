import { describe, expect, test } from 'vitest';
import { escapeMarkdown, escapeMarkdownBlock, fenced } from '../../src/reports/markdown/escape.ts';
import { writeMarkdown } from '../../src/reports/markdown.ts';
import {
  everyReport,
  hostile,
  manyCandidates,
  nothingKnown,
  realVendor,
  supportTriage,
} from './fixtures/index.ts';

/** What is left when fenced blocks, which Markdown does not read, are taken out. */
function outsideFences(text: string): string {
  return text.replace(/^(`{3,})text\n[\s\S]*?\n\1$/gm, '');
}

describe('the pull request comment', () => {
  test('begins with the result and the table', () => {
    const text = writeMarkdown(supportTriage);
    expect(text.indexOf('Of 7 candidates, 2 can be promoted')).toBeLessThan(200);
    expect(text).toMatch(
      /\| ✅ Promote \| \*\*router\*\* \| .* \| −0\.8 \(−2\.1 to \+0\.6\) \| 58\.3 % \(56\.1 to 60\.4 %\) \| 0\.021 \|/,
    );
  });

  test('writes a dash, not 0, for a saving and a difference that are not known', () => {
    expect(writeMarkdown(nothingKnown)).toContain('| **free-model** | free-model | – | – | – |');
  });

  test.each(Object.entries(everyReport))('%s: fits into a comment', (_name, report) => {
    expect(writeMarkdown(report).length).toBeLessThanOrEqual(60_000);
  });

  test('leaves regressions out before gates when there are many candidates', () => {
    const text = writeMarkdown(manyCandidates);
    expect(text).toContain('| Gate | Status |');
    expect(text).not.toContain('ticket-0-2');
  });

  test('writes no dollars for illustrative prices', () => {
    expect(writeMarkdown(supportTriage)).not.toMatch(/\$|&#36;/);
    expect(writeMarkdown(supportTriage)).toContain('Saving (illustrative prices)');
    expect(writeMarkdown(realVendor)).toContain('&#36;6.42 per 1,000 requests');
  });

  test('lets hostile text make no HTML, link, image, mention or table cell', () => {
    const text = outsideFences(writeMarkdown(hostile));
    const tags = text.match(/<[a-z/!][^>]*>/gi) ?? [];
    expect([...new Set(tags)].toSorted()).toEqual([
      '</details>',
      '</sub>',
      '</summary>',
      '<details>',
      '<sub>',
      '<summary>',
    ]);
    expect(text).not.toMatch(/(?<!\\)\]\(/);
    expect(text).not.toContain('@everyone');
    expect(text).not.toContain('https://');
    const gates = text.split('\n').filter((line) => line.startsWith('| '));
    for (const line of gates) expect([2, 6]).toContain((line.match(/(?<!\\)\|/g)?.length ?? 0) - 1);
  });

  test('escapes what would begin a list', () => {
    expect(escapeMarkdownBlock('- item')).toBe('\\- item');
    expect(escapeMarkdownBlock('1. item')).toBe('1\\. item');
    expect(escapeMarkdown('a_b*c')).toBe('a\\_b\\*c');
  });

  test('fences text with more backticks than it has', () => {
    expect(fenced('a ```` b')).toBe('`````text\na ```` b\n`````');
  });
});
