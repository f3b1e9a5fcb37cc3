import {
  type CostFigures,
  costFigures,
  countVerdicts,
  earlyStopSummary,
  headline,
  missingEvidence,
  verdictOrder,
} from './figures.ts';
import { formatCount, formatNumber, formatPercent } from './format.ts';
import { candidateDetails, verdictMarks } from './markdown/candidate.ts';
import { details, escapeMarkdown, escapeMarkdownBlock, fenced, markdownTable } from './markdown/escape.ts';
import type { CandidateReport, Report } from './report.ts';
import {
  baselineLabel,
  differenceHeading,
  illustrativeNotice,
  intervalNote,
  savingHeading,
  verdictRow,
} from './verdict-row.ts';
import { shorten } from './visible-text.ts';

/** GitHub refuses comments of more than 65,536 characters. */
const characterLimit = 60_000;
const listItems = 20;

function verdictTable(report: Report, limit: number): string {
  const rows = report.candidates.slice(0, limit).map((candidate) => {
    const row = verdictRow(candidate);
    return [
      `${verdictMarks[row.verdict]} ${row.verdictWord}`,
      `**${escapeMarkdown(shorten(row.name, 80))}**`,
      escapeMarkdown(shorten(row.change, 120)),
      row.difference.text,
      row.saving.text,
      escapeMarkdown(row.adjustedP),
    ];
  });
  const more = report.candidates.length - rows.length;
  return [
    markdownTable(
      ['Verdict', 'Candidate', 'Change', `${differenceHeading}:`, `${savingHeading(report)}:`, 'Adjusted p:'],
      rows,
    ),
    ...(more > 0 ? [`\n${formatCount(more, 'more candidate')} in the full report.`] : []),
    `\n<sub>${intervalNote(report)}</sub>`,
  ].join('\n');
}

function sentence(candidate: CandidateReport, costs: CostFigures, limit: number): string {
  const missing =
    candidate.verdict === 'undecided'
      ? candidate.gates
          .filter((gate) => gate.decisive && gate.status === 'undecided')
          .flatMap((gate) => missingEvidence(gate, costs) ?? [])
          .map((text) => `\n  - Missing: ${escapeMarkdown(shorten(text, limit))}`)
      : [];
  return `- ${verdictMarks[candidate.verdict]} **${escapeMarkdown(shorten(candidate.name, 80))}** ${escapeMarkdown(shorten(candidate.sentence, limit))}${missing.join('')}`;
}

function list(items: readonly string[]): string {
  const more = items.length - listItems;
  return [
    ...items.slice(0, listItems).map((item) => `- ${escapeMarkdownBlock(shorten(item, 600))}`),
    ...(more > 0 ? [`- ${formatNumber(more)} more in the full report.`] : []),
  ].join('\n');
}

function evaluationSentence(report: Report, costs: CostFigures): string {
  const { calls, replayedCalls, paid, withoutRecordings } = report.evaluation;
  const money = costs.illustrative
    ? 'nothing was paid: embedded models answered'
    : `paid ${costs.lump(paid)}, ${costs.lump(withoutRecordings)} without recordings`;
  return escapeMarkdown(
    `Evaluation: ${formatCount(calls, 'call')}, ${formatCount(replayedCalls, 'answer')} from recordings; ${money}.`,
  );
}

function earlyStopList(report: Report, costs: CostFigures): readonly string[] {
  const summary = earlyStopSummary(report, costs);
  if (summary === undefined) return [];
  const more = summary.candidates.length - listItems;
  return [
    [
      escapeMarkdown(summary.sentence),
      '',
      ...summary.candidates
        .slice(0, listItems)
        .map(({ name, end }) => `- **${escapeMarkdown(shorten(name, 80))}** ended at ${escapeMarkdown(end)}`),
      ...(more > 0 ? [`- ${formatNumber(more)} more in the full report.`] : []),
    ].join('\n'),
  ];
}

function reproduction(report: Report, costs: CostFigures): string {
  const { run, suite } = report;
  return [
    fenced(shorten(run.command, 1000)),
    markdownTable(
      ['', ''],
      [
        ['Run', run.id],
        ['Seed', run.seed],
        ['Commit', run.gitCommit ?? 'not in a repository'],
        ['Suite digest', suite.digests.suite],
        ['Dataset digest', suite.digests.dataset],
        ['Code digest', suite.digests.code],
        ['Versions', `Tollgate ${run.tollgateVersion}, Node ${run.nodeVersion}`],
      ].map((row) => row.map((cell) => escapeMarkdown(shorten(cell, 200)))),
    ),
    evaluationSentence(report, costs),
    ...earlyStopList(report, costs),
  ].join('\n\n');
}

interface Detail {
  readonly candidates: boolean;
  readonly regressions: number;
  readonly rows: number;
  /** Characters of a sentence. */
  readonly sentence: number;
}

function compose(report: Report, detail: Detail): string {
  const costs = costFigures(report);
  const counts = countVerdicts(report);
  const { quality, costPerThousand } = report.baseline;
  const badges = verdictOrder.map((kind) => `${verdictMarks[kind]} ${counts[kind]} ${kind}`).join(' · ');
  const baseline =
    `${baselineLabel(report)}: quality ${formatPercent(quality.mean)} on ${formatCount(report.suite.cases.test, 'test case')}` +
    (costs.illustrative ? '.' : `, ${costs.perThousand(costPerThousand)} per 1,000 requests.`);
  const sentences = report.candidates
    .slice(0, detail.rows)
    .map((each) => sentence(each, costs, detail.sentence))
    .join('\n');
  const blocks = [
    `## Tollgate: ${escapeMarkdown(shorten(report.suite.name, 120))}`,
    `**${escapeMarkdown(shorten(headline(report), 300))}**`,
    ...(costs.illustrative ? [`> ⚠️ ${illustrativeNotice}`] : []),
    ...(report.candidates.length === 0 ? [] : [`${badges}`, verdictTable(report, detail.rows)]),
    escapeMarkdown(shorten(baseline, 300)),
    ...(report.candidates.length === 0
      ? []
      : [report.candidates.length <= 3 ? sentences : details('Why: one sentence per candidate', sentences)]),
    ...(report.warnings.length === 0 ? [] : [`**Warnings**\n\n${list(report.warnings)}`]),
    ...(detail.candidates
      ? report.candidates.map((each) => candidateDetails(each, costs, detail.regressions))
      : []),
    ...(report.cannotTell.length === 0
      ? []
      : [details('What this run cannot tell you', list(report.cannotTell))]),
    details('Reproduce this run', reproduction(report, costs)),
    `Next:\n\n${fenced(shorten(report.next, 1000))}`,
  ];
  return `${blocks.join('\n\n')}\n`;
}

/**
 * A comment for a pull request: result, table, one sentence per candidate, details folded away. Regressions, then
 * gates, are left out until it fits into a comment.
 */
export function writeMarkdown(report: Report): string {
  const levels: readonly Detail[] = [
    { candidates: true, regressions: 3, rows: 100, sentence: 600 },
    { candidates: true, regressions: 1, rows: 100, sentence: 600 },
    { candidates: true, regressions: 0, rows: 100, sentence: 600 },
    { candidates: false, regressions: 0, rows: 100, sentence: 300 },
  ];
  for (const level of levels) {
    const text = compose(report, level);
    if (text.length <= characterLimit) return text;
  }
  return compose(report, { candidates: false, regressions: 0, rows: 25, sentence: 100 });
}
