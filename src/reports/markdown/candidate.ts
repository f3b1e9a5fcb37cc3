import { type CostFigures, gateFigure, gateInterval, missingEvidence, verdictWords } from '../figures.ts';
import { formatCount, formatP } from '../format.ts';
import { learningCurveNote, learningRows } from '../learning-curve.ts';
import type { CandidateReport, GateReport, Regression } from '../report.ts';
import { shorten } from '../visible-text.ts';
import {
  details,
  escapeMarkdown,
  escapeMarkdownBlock,
  escapeSummary,
  fenced,
  markdownTable,
} from './escape.ts';

export const verdictMarks = { promote: '✅', reject: '❌', undecided: '⏸️' } as const;

const statusWords = {
  passed: 'passed',
  failed: '**failed**',
  undecided: 'undecided',
  'not-measured': 'not measured',
} as const;

function gateRow(gate: GateReport, costs: CostFigures): readonly string[] {
  const missing = missingEvidence(gate, costs);
  const sentence = escapeMarkdown(
    shorten(missing === undefined ? gate.sentence : `${gate.sentence} ${missing}`, 600),
  );
  const estimate = escapeMarkdown(`${gateFigure(gate, gate.estimate)} (${gateInterval(gate)})`);
  return [
    escapeMarkdown(gate.name) + (gate.decisive ? '' : ' _(informs only)_'),
    statusWords[gate.status],
    gate.estimate === null ? '–' : estimate,
    escapeMarkdown(gateFigure(gate, gate.threshold)),
    escapeMarkdown(formatP(gate.adjustedP ?? gate.p)),
    sentence,
  ];
}

function regressionBlock(regression: Regression): string {
  const side = ({ output, failure }: Regression['baseline']): string =>
    fenced(shorten(failure === null ? output : `failed: ${failure}`, 500));
  const reasons = regression.candidate.reasons.map(
    (reason) => `- ${escapeMarkdownBlock(shorten(reason, 300))}`,
  );
  return [
    `**${escapeMarkdown(shorten(regression.caseId, 100))}** (${escapeMarkdown(shorten(regression.location, 200))})`,
    fenced(shorten(regression.question, 500)),
    'Baseline:',
    side(regression.baseline),
    'Candidate:',
    side(regression.candidate),
    ...(reasons.length === 0 ? [] : [reasons.slice(0, 5).join('\n')]),
  ].join('\n\n');
}

function learningCurveTable(candidate: CandidateReport, costs: CostFigures): readonly string[] {
  const { learningCurve } = candidate;
  if (learningCurve === null) return [];
  const headings = ['Examples:', 'Pass on tune:', 'Interval:', `${costs.lumpHeading('Set-up cost')}:`];
  const rows = learningRows(learningCurve, costs).map(({ examples, score, interval, cost }) => [
    examples,
    score,
    interval,
    escapeMarkdown(cost),
  ]);
  return [escapeMarkdown(learningCurveNote(learningCurve)), markdownTable(headings, rows)];
}

/** A candidate's gates, its learning curve, and its `regressions` worst regressions, folded away under its name. */
export function candidateDetails(
  candidate: CandidateReport,
  costs: CostFigures,
  regressions: number,
): string {
  const { counts } = candidate;
  const shown = candidate.regressions.slice(0, regressions);
  const table = markdownTable(
    ['Gate', 'Status', costs.heading('Estimate'), 'Threshold', 'p:', 'In words'],
    candidate.gates.map((gate) => gateRow(gate, costs)),
  );
  const changed =
    `${formatCount(counts.regressions, 'regression')}, ${formatCount(counts.improvements, 'improvement')}, ` +
    `${formatCount(counts.unchanged, 'case')} unchanged.`;
  const name = escapeSummary(shorten(candidate.name, 80));
  return details(
    `${verdictMarks[candidate.verdict]} ${name}: ${verdictWords[candidate.verdict].toLowerCase()}`,
    [
      escapeMarkdownBlock(shorten(candidate.sentence, 600)),
      ...(candidate.gates.length === 0 ? [] : [table]),
      ...learningCurveTable(candidate, costs),
      shown.length < candidate.regressions.length && shown.length > 0
        ? `${changed} The worst ${shown.length}:`
        : changed,
      ...shown.map(regressionBlock),
    ].join('\n\n'),
  );
}
