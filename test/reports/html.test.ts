import { createHash } from 'node:crypto';
import { parseHTML } from 'linkedom';
import { describe, expect, test } from 'vitest';
import { writeHtml } from '../../src/reports/html.ts';
import { attack } from './fixtures/hostile.ts';
import {
  everyReport,
  hostile,
  manyCandidates,
  nothingKnown,
  realVendor,
  singleUndecided,
  supportTriage,
} from './fixtures/index.ts';
import { steering } from './steering.ts';

interface PageElement {
  readonly tagName: string;
  readonly textContent: string;
  readonly attributes: Iterable<{ readonly name: string; readonly value: string }>;
  readonly getAttribute: (name: string) => string | null;
}

interface ParsedPage {
  readonly querySelectorAll: (selector: string) => Iterable<PageElement>;
}

const parsedPages = new Map<string, ParsedPage>();

function parsed(text: string): ParsedPage {
  const known = parsedPages.get(text);
  if (known !== undefined) return known;
  const { document }: { readonly document: ParsedPage } = parseHTML(text);
  parsedPages.set(text, document);
  return document;
}

function elements(text: string, selector: string): readonly PageElement[] {
  return Array.from(parsed(text).querySelectorAll(selector));
}

describe.each(Object.entries(everyReport))('the page for %s', async (_name, report) => {
  const page = await writeHtml(report);

  test('is below two megabytes', () => {
    expect(Buffer.byteLength(page)).toBeLessThan(2_000_000);
  });

  test('has no script, no handler and asks nothing of the network', () => {
    expect(elements(page, 'script, img, iframe, object, embed, form, base, foreignObject, use')).toEqual([]);
    for (const element of elements(page, '*')) {
      for (const { name, value } of element.attributes) {
        expect(name).not.toMatch(/^(on|src|style$|action|formaction|xlink)/i);
        if (name === 'href') expect(value).toMatch(/^(#[a-z0-9-]+|data:,)$/);
      }
    }
    expect(page).not.toMatch(/url\(|@import/);
  });

  test('allows its own style sheet by digest and nothing else', () => {
    const [style] = elements(page, 'style');
    const [policy] = elements(page, 'meta[http-equiv]');
    const digest = createHash('sha256')
      .update(style?.textContent ?? '')
      .digest('base64');
    expect(elements(page, 'style')).toHaveLength(1);
    expect(policy?.getAttribute('content')).toBe(
      `default-src 'none'; style-src 'sha256-${digest}'; img-src data:; base-uri 'none'; form-action 'none'`,
    );
  });

  test('has unique identifiers, and every link leads to one', () => {
    const identifiers = elements(page, '[id]').map((element) => element.getAttribute('id'));
    expect(new Set(identifiers).size).toBe(identifiers.length);
    for (const link of elements(page, 'a'))
      expect(identifiers).toContain(link.getAttribute('href')?.slice(1));
  });

  test('has headings that skip no level, captions on tables and titles on charts', () => {
    const levels = elements(page, 'h1, h2, h3, h4, h5, h6').map(({ tagName }) => Number(tagName.slice(1)));
    levels.reduce((previous, level) => {
      expect(level).toBeLessThanOrEqual(previous + 1);
      return level;
    }, 0);
    expect(elements(page, 'table').length).toBe(elements(page, 'table > caption').length);
    for (const chart of elements(page, 'svg')) {
      const named = (chart.getAttribute('aria-label') ?? '') !== '' && chart.getAttribute('role') === 'img';
      expect(named || chart.getAttribute('aria-hidden') === 'true').toBe(true);
    }
    for (const heading of elements(page, 'thead th')) expect(heading.getAttribute('scope')).toBe('col');
  });

  test('shows no figure that is not one', () => {
    expect(page).not.toMatch(/\bNaN\b|\bundefined\b|\bInfinity\b|\[object/);
  });

  test('is the same every time', async () => {
    expect(await writeHtml(report)).toBe(page);
  });
});

describe('the page', () => {
  test.each([true, false])(
    'can be written when nothing costs anything (illustrative prices: %s)',
    async (illustrative) => {
      const page = await writeHtml({
        ...realVendor,
        run: { ...realVendor.run, illustrative },
        baseline: { ...realVendor.baseline, costPerThousand: 0, steps: [] },
        candidates: realVendor.candidates.map((candidate) => ({
          ...candidate,
          costPerThousand: 0,
          steps: [],
          qualityPerDollar: { estimate: Number.POSITIVE_INFINITY, low: null, high: null },
          saving: { estimate: 0, low: 0, high: 0 },
        })),
      });
      expect(page).not.toMatch(/\bNaN\b|\bInfinity\b/);
    },
  );

  test('writes no dollars for illustrative prices and marks every heading of a cost', async () => {
    const page = await writeHtml(supportTriage);
    expect(page).not.toContain('$');
    const headings = elements(page, 'thead th, dt').map(({ textContent }) => textContent);
    for (const heading of headings.filter((text) => /cost|saving|price|dollar/i.test(text))) {
      expect(heading).toContain('illustrative prices');
    }
    expect(elements(page, '.notice')[0]?.textContent).toContain('Illustrative prices');
  });

  test('writes dollars per thousand requests and per month for real prices', async () => {
    const page = await writeHtml(realVendor);
    expect(page).toContain('Cost per 1,000 requests');
    expect(page).toContain('$14,291');
    expect(page).not.toContain('llustrative');
  });

  test('quotes the judge’s sentence as it is', async () => {
    const sentences = elements(await writeHtml(supportTriage), '.sentence').map(
      ({ textContent }) => textContent,
    );
    expect(sentences).toEqual(supportTriage.candidates.map(({ sentence }) => sentence));
  });

  test('shows a dash and no drawing, not 0, for a saving and a difference that are not known', async () => {
    const page = await writeHtml(nothingKnown);
    const cells = elements(page, '#verdicts td').map(({ textContent }) => textContent);
    expect(cells.slice(0, 2)).toEqual(['–', '–']);
    expect(elements(page, '#verdicts svg.mark')).toEqual([]);
  });

  test('folds the figures beside a decision under the gate', async () => {
    const notes = elements(await writeHtml(supportTriage), '#candidate-1 details.figures p').map(
      ({ textContent }) => textContent,
    );
    expect(notes).toContain(
      'cases: 770 · only the candidate passes: 14 · only the baseline passes: 16 · Tango’s z: 3.412 · McNemar’s mid-p: 0.715',
    );
  });

  test('says what is unbounded and what is missing', async () => {
    const page = await writeHtml(singleUndecided);
    expect(page).toContain('unbounded');
    expect(page).toContain('at least 72.0 %');
    expect(page).toContain('336 more cases needed');
  });

  test('shows hostile text as text, with what is invisible made visible', async () => {
    const page = await writeHtml(hostile);
    const [sentence] = elements(page, '.sentence');
    expect(sentence?.textContent).toContain('<script>alert(1)</script> "><img src=x onerror=alert(2)>');
    expect(sentence?.textContent).toContain('[U+202E]gnp.exe[U+202C]');
    expect(page).not.toContain(attack.slice(0, 20));
    expect(page).not.toMatch(steering);
  });

  test('shows both answers of a regression and what changed in the request', async () => {
    const page = await writeHtml(supportTriage);
    expect(
      elements(page, 'pre del')
        .map(({ textContent }) => textContent)
        .join(),
    ).toContain('Duplicate charges on one invoice');
    expect(elements(page, '.side pre').map(({ textContent }) => textContent)).toContain('empty answer');
  });

  test('says how many regressions it leaves out', async () => {
    const page = await writeHtml(manyCandidates);
    expect(page).toContain('report.json has 12');
    expect(elements(page, 'details.regression').length).toBeLessThanOrEqual(90);
  });
});
