import { leverGuide } from '../../src/optimizations/lever-guide.ts';
import { compareStackingOrder, optimizations } from '../../src/optimizations/registry.ts';
import { bySaving } from '../../src/reports/figures.ts';
import { formatInterval, formatPercent, formatPoints, unknownFigure } from '../../src/reports/format.ts';
import type { CandidateReport, EstimateInterval, Report } from '../../src/reports/report.ts';
import { keysTable } from './suite-keys.ts';
import { markdownTable } from './table.ts';

const inOrder = [...optimizations].sort(compareStackingOrder);
export const leverNames: readonly string[] = inOrder.map(({ name }) => name);

/** Every optimization, in the order in which they stand in a stack. */
export function leversTable(): string {
  return markdownTable(
    ['lever', 'layer', 'what it does'],
    inOrder.map(({ name, layer, summary }) => [`\`${name}\``, layer, summary]),
  );
}

/** What `tollgate levers NAME` says of one lever, without its settings. */
export function leverText(name: string): string {
  const lever = inOrder.find((known) => known.name === name);
  const { whenToUse, risk, sources } = leverGuide[name];
  const links = sources.map(({ title, url }) => `[${title}](${url})`);
  return [
    `Layer: ${lever?.layer}. It ${lever?.summary}.`,
    '',
    `- **When:** ${whenToUse}`,
    `- **Risk:** ${risk}`,
    `- **Follows:** ${links.join(', ')}`,
  ].join('\n');
}

export function leverSettings(name: string): string {
  const lever = inOrder.find((known) => known.name === name);
  return lever === undefined ? '' : keysTable('setting', lever.settingsSchema);
}

function estimated(
  interval: EstimateInterval | null,
  write: (value: number) => string,
): readonly [estimate: string, interval: string] {
  if (interval === null) return [unknownFigure, unknownFigure];
  return [write(interval.estimate), formatInterval(interval.low, interval.high, write)];
}

/** One candidate of a shipped suite, as it was measured on the test split. */
export interface Measured {
  readonly report: Report;
  readonly candidate: CandidateReport;
}

export function measuredBy(reports: readonly Report[], lever: string): readonly Measured[] {
  return reports.flatMap((report) =>
    report.candidates
      .filter(({ optimization }) => optimization === lever)
      .map((candidate) => ({ report, candidate })),
  );
}

/** What the candidates with a lever did in the shipped suites; why there is none, where there is none. */
export function leverEffects(reports: readonly Report[], lever: string): string {
  const measured = measuredBy(reports, lever);
  if (measured.length === 0) return leverGuide[lever].unmeasured ?? 'No shipped suite measures it.';
  return markdownTable(
    [
      'suite',
      'candidate',
      'change',
      'saving',
      '90 % interval',
      'quality, points',
      '90 % interval',
      'verdict',
    ],
    measured.map(({ report, candidate }) => [
      `\`${report.suite.name}\``,
      `\`${candidate.name}\``,
      candidate.change,
      ...estimated(candidate.saving, formatPercent),
      ...estimated(candidate.difference, formatPoints),
      candidate.verdict,
    ]),
  );
}

/** For every lever how many candidates have it, and which of them saves most with its quality held. */
export function leversMeasured(reports: readonly Report[]): string {
  return markdownTable(
    ['lever', 'candidates', 'promoted', 'saves most of those promoted', 'saving', 'quality, points'],
    leverNames.map((lever) => {
      const measured = measuredBy(reports, lever);
      const promoted = measured.filter(({ candidate }) => candidate.verdict === 'promote');
      const [best] = promoted.toSorted((a, b) => bySaving(a.candidate, b.candidate));
      const shown =
        best === undefined
          ? [unknownFigure, unknownFigure, unknownFigure]
          : [
              `\`${best.candidate.name}\` in \`${best.report.suite.name}\``,
              estimated(best.candidate.saving, formatPercent)[0],
              estimated(best.candidate.difference, formatPoints)[0],
            ];
      return [`[\`${lever}\`](#${lever})`, String(measured.length), String(promoted.length), ...shown];
    }),
  );
}
