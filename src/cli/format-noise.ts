import type { NoiseReport } from '../experiment/noise.ts';
import {
  formatCount,
  formatDollars,
  formatInterval,
  formatMilliseconds,
  formatNumber,
  formatPercent,
  unknownFigure,
} from '../reports/format.ts';
import { visibleLine } from '../reports/visible-text.ts';

function quality(value: number, { measure }: NoiseReport): string {
  return measure === 'pass' ? formatPercent(value) : formatNumber(value, 3);
}

function points(margin: number, { measure }: NoiseReport): string {
  if (measure === 'score') return String(Number(margin.toPrecision(3)));
  const scaled = Number((100 * margin).toFixed(1));
  return `${scaled} ${scaled === 1 ? 'point' : 'points'}`;
}

/** From the lowest to the highest repeat, or the one figure that all had. */
function range(values: readonly number[], format: (value: number) => string): string {
  const [low, high] = [format(Math.min(...values)), format(Math.max(...values))];
  return low === high ? `${low} in every repeat` : `${low} to ${high} from repeat to repeat`;
}

function silence(report: NoiseReport): string {
  const least = report.illustrative
    ? 'Embedded models always answer alike, so this says nothing about a language model.'
    : `That is no proof of silence: up to ${formatPercent(report.flips.high)} of cases may still flip (${formatPercent(report.confidence)} interval).`;
  return `No noise: each of ${formatCount(report.cases, 'case')} got the same text, at the same cost, in all ${report.repeats} repeats. ${least} More repeats would change nothing; what is left is how many cases there are.`;
}

function marginLines(report: NoiseReport): readonly string[] {
  const { usableMargin, margin, repeatsForMargin, suiteRepeats } = report;
  const asked = points(margin, report);
  const where = `${formatCount(report.testCases, 'test case')}, ${formatCount(suiteRepeats, 'repeat')}`;
  const usable =
    usableMargin === null
      ? `No margin is usable on ${where}.`
      : `Smallest usable margin on ${where}: ${points(usableMargin, report)} (the baseline would pass against itself 80 % of the time).`;
  const repeats =
    repeatsForMargin === null
      ? `No number of repeats makes the margin asked, ${asked}, usable: it needs ${Number.isFinite(report.casesForMargin) ? `${formatNumber(report.casesForMargin)} test cases` : 'more cases'}.`
      : repeatsForMargin <= suiteRepeats
        ? `The margin asked, ${asked}, is usable with the suite’s ${formatCount(suiteRepeats, 'repeat')}.`
        : `The margin asked, ${asked}, needs repeats: ${repeatsForMargin} (the suite has ${suiteRepeats}), or ${formatNumber(report.casesForMargin)} test cases.`;
  return [usable, repeats, 'What a candidate changes comes on top of this: see tollgate plan.'];
}

/** What `tollgate noise` prints. */
export function formatNoise(report: NoiseReport): string {
  const { flips, cost, latency, outputTokens } = report;
  const money = (value: number): string => formatDollars(1000 * value);
  const rows: readonly (readonly [string, string])[] = [
    [
      'flip rate',
      `${formatPercent(flips.estimate)} of cases pass in one repeat and fail in another (${formatNumber(flips.cases)} of ${formatNumber(report.cases)}; ${formatPercent(report.confidence)} interval ${formatInterval(flips.low, flips.high, formatPercent)})`,
    ],
    [
      'texts',
      `${formatNumber(report.differentTexts)} of ${formatCount(report.cases, 'case')} got different texts`,
    ],
    ['quality', range(report.quality, (value) => quality(value, report))],
    [
      'cost',
      report.illustrative
        ? `varies by ${formatPercent(cost.relative)} between repeats of a case (illustrative prices)`
        : `${range(cost.perRepeat, money)} per 1,000 requests; varies by ${formatPercent(cost.relative)} between repeats of a case`,
    ],
    [
      'output',
      `${formatNumber(outputTokens.mean, 1)} tokens; varies by ${formatPercent(outputTokens.relative)}`,
    ],
    [
      'latency',
      latency === null
        ? `${unknownFigure} not measured`
        : `p50 ${formatMilliseconds(latency.p50)}, p95 ${formatMilliseconds(latency.p95)}; varies by ${formatPercent(latency.relative)}`,
    ],
    ...(report.failures === 0 ? [] : [['failures', formatCount(report.failures, 'request')] as const]),
  ];
  return [
    `${visibleLine(report.suite.name)}: the baseline against itself, ${formatCount(report.cases, 'case')} × ${report.repeats} fresh calls`,
    rows.map(([label, text]) => `  ${label.padEnd(9)} ${text}`).join('\n'),
    ...(report.silent ? [silence(report)] : []),
    marginLines(report).join('\n'),
    `${formatCount(report.calls, 'call')} made, ${report.illustrative ? 'nothing was paid: embedded models answered' : `${formatDollars(report.paid)} paid`}. Not a use of the test split.`,
  ].join('\n\n');
}
