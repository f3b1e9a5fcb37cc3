import {
  type CostFigures,
  costFigures,
  countVerdicts,
  earlyStopSummary,
  headline,
  missingEvidence,
  verdictOrder,
} from './figures.ts';
import { formatCount, formatInterval, formatPercent } from './format.ts';
import { learningCurveSummary } from './learning-curve.ts';
import type { CandidateReport, Report } from './report.ts';
import { type Palette, palette, type TerminalOptions, usesColour } from './terminal/colour.ts';
import { type Cell, type Column, cutToWidth, table, wrap } from './terminal/layout.ts';
import {
  baselineLabel,
  differenceHeading,
  illustrativeNotice,
  intervalNote,
  savingHeading,
  verdictRow,
} from './verdict-row.ts';
import { shorten, visibleLine } from './visible-text.ts';

const plainTerminal: TerminalOptions = { isTTY: false, environment: {} };

function verdictTable(report: Report, width: number, paint: Palette): string {
  const rows = report.candidates.map(verdictRow);
  const columns: readonly Column[] = [
    { heading: 'Candidate', align: 'left', shrinks: true },
    { heading: 'Change', align: 'left', shrinks: true },
    { heading: 'Quality, points', align: 'right' },
    { heading: savingHeading(report), align: 'right' },
    { heading: 'Adjusted p', align: 'right' },
    { heading: 'Verdict', align: 'left' },
  ];
  const cells = rows.map((row): readonly Cell[] => [
    { text: visibleLine(row.name), paint: paint.strong },
    { text: visibleLine(row.change) },
    { text: row.difference.text },
    { text: row.saving.text },
    { text: row.adjustedP },
    { text: row.verdictWord, paint: paint.verdict[row.verdict] },
  ]);
  const wide = table(columns, cells, width, paint.faint);
  if (wide !== undefined) return wide;
  return rows
    .map((row) =>
      [
        `${paint.verdict[row.verdict](row.verdictWord)}`,
        wrap(shorten(row.name, 200), width, '  '),
        wrap(shorten(row.change, 200), width, '  '),
        wrap(`${differenceHeading}: ${row.difference.text}`, width, '  '),
        wrap(`${savingHeading(report)}: ${row.saving.text}`, width, '  '),
        wrap(`Adjusted p: ${row.adjustedP}`, width, '  '),
      ].join('\n'),
    )
    .join('\n\n');
}

function verdictSentence(
  candidate: CandidateReport,
  costs: CostFigures,
  width: number,
  paint: Palette,
): string {
  const { verdictWord } = verdictRow(candidate);
  const missing =
    candidate.verdict === 'undecided'
      ? candidate.gates
          .filter((gate) => gate.decisive && gate.status === 'undecided')
          .map((gate) => missingEvidence(gate, costs))
          .filter((sentence) => sentence !== undefined)
      : [];
  return [
    `${paint.verdict[candidate.verdict](verdictWord)}  ${paint.strong(cutToWidth(visibleLine(candidate.name), width - 12))}`,
    wrap(shorten(candidate.sentence, 1000), width, '  '),
    ...missing.map((sentence) => wrap(`Missing: ${sentence}`, width, '  ')),
    ...learningCurveSummary(candidate).map((summary) => wrap(summary, width, '  ')),
  ].join('\n');
}

function baselineLine(report: Report, costs: CostFigures): string {
  const { quality, costPerThousand } = report.baseline;
  const cost = report.run.illustrative ? '' : ` · ${costs.perThousand(costPerThousand)} per 1,000 requests`;
  return (
    `${baselineLabel(report)}: quality ${formatPercent(quality.mean)} ` +
    `(${formatInterval(quality.low, quality.high, formatPercent)})${cost} · ` +
    `${formatCount(report.suite.cases.test, 'test case')}, ${formatCount(report.run.repeats, 'repeat')}`
  );
}

function evaluationLine(report: Report, costs: CostFigures): string {
  const { calls, replayedCalls, paid, withoutRecordings } = report.evaluation;
  const lead = `This evaluation took ${formatCount(calls, 'call')}; ${formatCount(replayedCalls, 'answer')} came from recordings.`;
  return costs.illustrative
    ? `${lead} Nothing was paid: embedded models answered.`
    : `${lead} It paid ${costs.lump(paid)}; without recordings it would have paid ${costs.lump(withoutRecordings)}.`;
}

function earlyStopBlock(report: Report, costs: CostFigures, width: number): readonly string[] {
  const summary = earlyStopSummary(report, costs);
  if (summary === undefined) return [];
  const ends = summary.candidates.map(({ name, end }) =>
    wrap(`${shorten(name, 200)} ended at ${end}.`, width, '  '),
  );
  return [[wrap(summary.sentence, width, ''), ...ends].join('\n')];
}

function list(heading: string, items: readonly string[], width: number, paint: Palette): readonly string[] {
  if (items.length === 0) return [];
  const entries = items.map(
    (item) => `  ${paint.faint('-')} ${wrap(shorten(item, 1000), width, '    ').trimStart()}`,
  );
  return [[paint.strong(heading), ...entries].join('\n')];
}

/**
 * The verdict table and one sentence per candidate for a terminal. Text from suites and models is shown with its
 * control characters made visible, so it cannot send escape sequences. Ends without a newline.
 */
export function writeTerminal(report: Report, options: TerminalOptions = plainTerminal): string {
  const width = Math.max(32, options.columns ?? 100);
  const paint = palette(usesColour(options));
  const costs = costFigures(report);
  const counts = countVerdicts(report);
  const badges = verdictOrder.map((kind) => paint.verdict[kind](`${counts[kind]} ${kind}`)).join('  ');
  const blocks = [
    `${paint.strong(shorten(visibleLine(report.suite.name), 200))}  ${paint.faint(shorten(visibleLine(report.suite.file), 200))}`,
    ...(report.run.illustrative ? [paint.warning(wrap(illustrativeNotice, width, ''))] : []),
    [
      wrap(headline(report), width, ''),
      ...(report.candidates.length === 0 ? [] : [badges]),
      wrap(baselineLine(report, costs), width, ''),
    ].join('\n'),
    ...(report.candidates.length === 0
      ? []
      : [`${verdictTable(report, width, paint)}\n${paint.faint(wrap(intervalNote(report), width, ''))}`]),
    ...report.candidates.map((candidate) => verdictSentence(candidate, costs, width, paint)),
    ...list('Warnings', report.warnings, width, paint),
    ...list('What this run cannot tell you', report.cannotTell, width, paint),
    wrap(evaluationLine(report, costs), width, ''),
    ...earlyStopBlock(report, costs, width),
    [
      ...(options.reportFile === undefined
        ? []
        : [`${paint.strong('Report')}  ${visibleLine(options.reportFile)}`]),
      `${paint.strong('Next')}    ${visibleLine(report.next)}`,
    ].join('\n'),
  ];
  return blocks.join('\n\n');
}
