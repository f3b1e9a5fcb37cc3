import type { VerdictKind } from '../core/verdict.ts';
import { verdictWords } from './figures.ts';
import { formatInterval, formatP, formatPercent, formatPoints, unknownFigure } from './format.ts';
import type { CandidateReport, EstimateInterval, Report } from './report.ts';
import { shorten } from './visible-text.ts';

/** An estimate, its interval, and both in one text. A figure that the run cannot know is a dash without an interval. */
export interface Figure {
  readonly estimate: string;
  readonly interval: string;
  readonly text: string;
}

function figureOf(value: EstimateInterval | null, format: (value: number) => string): Figure {
  if (value === null) return { estimate: unknownFigure, interval: '', text: unknownFigure };
  const estimate = format(value.estimate);
  const interval = formatInterval(value.low, value.high, format);
  return { estimate, interval, text: `${estimate} (${interval})` };
}

/** One line of the verdict table, as text that is not yet escaped for any format. */
export interface VerdictRow {
  readonly name: string;
  readonly change: string;
  /** Candidate − baseline in percentage points. */
  readonly difference: Figure;
  readonly saving: Figure;
  readonly adjustedP: string;
  readonly verdict: VerdictKind;
  readonly verdictWord: string;
}

export function verdictRow(candidate: CandidateReport): VerdictRow {
  return {
    name: candidate.name,
    change: candidate.change,
    difference: figureOf(candidate.difference, formatPoints),
    saving: figureOf(candidate.saving, formatPercent),
    adjustedP: formatP(candidate.adjustedP),
    verdict: candidate.verdict,
    verdictWord: verdictWords[candidate.verdict],
  };
}

export const differenceHeading = 'Quality difference, points';

export function savingHeading(report: Report): string {
  return report.run.illustrative ? 'Saving (illustrative prices)' : 'Saving';
}

/** `Baseline`, with its name when it has one of its own. */
export function baselineLabel(report: Report): string {
  return report.baseline.name === 'baseline' ? 'Baseline' : `Baseline ${shorten(report.baseline.name, 60)}`;
}

/** `two-sided 90 % intervals`: what the ranges beside the estimates are. */
export function intervalNote(report: Report): string {
  const level = Math.round((1 - 2 * (1 - report.run.confidence)) * 1000) / 10;
  return `Ranges are two-sided ${level} % intervals, not adjusted for the number of candidates.`;
}

export const illustrativeNotice =
  'Illustrative prices: embedded models answered, so prices are invented. Costs are percentages of the baseline’s cost, never dollars.';
