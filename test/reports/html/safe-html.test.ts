import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { escapeHtml, html, toText } from '../../../src/reports/html/safe-html.ts';

describe('HTML templates', () => {
  test('escape every value that is not markup of their own', () => {
    const inner = html`<b>${'<i>'}</b>`;
    expect(toText(html`<p title="${'"'}">${inner}${[1, ' & ', undefined]}</p>`)).toBe(
      '<p title="&quot;"><b>&lt;i&gt;</b>1 &amp; </p>',
    );
  });

  test('never let text open a tag, close an attribute or begin an entity', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const escaped = escapeHtml(text);
        expect(escaped).not.toMatch(/[<>"'`]/);
        expect(escaped.replace(/&(amp|lt|gt|quot|#39|#96);/g, '')).not.toContain('&');
      }),
    );
  });
});
