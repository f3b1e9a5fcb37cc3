import { describe, expect, it } from 'vitest';
import { writeHtml } from '../../src/reports/html.ts';
import { writeJson } from '../../src/reports/json.ts';
import { writeMarkdown } from '../../src/reports/markdown.ts';
import type { LearningCurveReport, Report } from '../../src/reports/report.ts';
import { writeTerminal } from '../../src/reports/terminal.ts';
import { realVendor, supportTriage } from './fixtures/index.ts';

const learningCurve: LearningCurveReport = {
  confidence: 0.9,
  points: [
    [50, 0.617, 0.54, 0.69, 0.31],
    [100, 0.708, 0.64, 0.77, 0.62],
    [350, 0.8, 0.733, 0.853, 2.17],
  ].map(([examples, mean, low, high, trainingCost]) => ({
    examples,
    trainingTokens: examples * 480,
    trainingCost,
    scoringCost: 0.02,
    score: { mean, low, high },
    cases: 120,
  })),
};

/** A report whose last candidate drew the curve. */
function withCurve(report: Report): Report {
  return {
    ...report,
    candidates: report.candidates.map((candidate, index) =>
      index === report.candidates.length - 1 ? { ...candidate, learningCurve } : candidate,
    ),
  };
}

describe('a report with a learning curve', () => {
  it('says it in one line in the terminal, with the interval of the model in use', () => {
    const text = writeTerminal(withCurve(realVendor), { isTTY: false, environment: {}, columns: 160 });
    expect(text).toContain(
      '  Learning curve on 120 tune cases: 50 examples 61.7 %, 100 70.8 %, 350 80.0 % (73.3 to 85.3 %).',
    );
    expect(text.match(/Learning curve/g)).toHaveLength(1);
  });

  it('has every point as a row of a table in Markdown', () => {
    const text = writeMarkdown(withCurve(realVendor));
    expect(text).toContain('| 50 | 61.7 % | 54.0 to 69.0 % | &#36;0.310 |');
    expect(text).toContain('| 350 | 80.0 % | 73.3 to 85.3 % | &#36;2.17 |');
  });

  it('draws it in the page, with a dot and an interval for each point and the figures below', async () => {
    const page = await writeHtml(withCurve(realVendor));
    const drawing = /<svg[^>]*aria-label="Learning curve[\s\S]*?<\/svg>/.exec(page)?.[0] ?? '';
    expect(drawing.match(/<circle/g)).toHaveLength(3);
    expect(drawing).toContain('100 examples: 70.8 % (64.0 to 77.0 %)');
    expect(drawing).toContain('$2.17');
    expect(page).toContain('two-sided 90 % Wilson intervals');
    expect(page).toContain('168,000');
  });

  it('never writes invented prices as dollars, but as numbers of baseline requests', async () => {
    const report = withCurve(supportTriage);
    for (const text of [writeTerminal(report), await writeHtml(report), writeMarkdown(report)]) {
      expect(text).not.toMatch(/(?:\$|&#36;)\d/);
    }
    expect(writeMarkdown(report)).toContain('Set-up cost in baseline requests (illustrative prices)');
    expect(writeMarkdown(report)).toContain('| 100 | 70.8 % | 64.0 to 77.0 % | 337 |');
  });

  it('holds it as it is in report.json', () => {
    const read: Report = JSON.parse(writeJson(withCurve(realVendor)));
    expect(read.candidates.at(-1)?.learningCurve).toEqual(learningCurve);
    expect(read.candidates[0]?.learningCurve).toBeNull();
  });

  it.each([
    [0, 0, 0],
    [1, 1, 1],
  ])('can be drawn when every interval is the point %d', async (mean, low, high) => {
    const [first] = learningCurve.points;
    const flat = { ...learningCurve, points: [{ ...first, trainingCost: 0, score: { mean, low, high } }] };
    const [candidate] = realVendor.candidates;
    const page = await writeHtml({ ...realVendor, candidates: [{ ...candidate, learningCurve: flat }] });
    expect(page).not.toContain('NaN');
    expect(page).toContain('Learning curve');
  });
});
