import type { VerdictKind } from '../core/verdict.ts';
import {
  formatCount,
  formatDollars,
  formatInterval,
  formatNumber,
  formatPercent,
  formatPoints,
  formatSigned,
  unknownFigure,
} from './format.ts';
import type { CandidateReport, EarlyStopReport, EstimateInterval, GateReport, Report } from './report.ts';
import { shorten } from './visible-text.ts';

/**
 * How this report writes money. Real prices are dollars. Illustrative prices are invented, so nothing is written in
 * dollars: costs are percentages of the baseline's cost, and lump sums are numbers of baseline requests.
 */
export interface CostFigures {
  readonly illustrative: boolean;
  /** A column's or figure's heading with the mark that illustrative prices need. */
  readonly heading: (label: string) => string;
  readonly perThousandHeading: string;
  /** From dollars for a thousand requests. */
  readonly perThousand: (dollars: number) => string;
  /** Position on an axis: dollars for a thousand requests, or the fraction of the baseline's cost. */
  readonly axisValue: (dollarsPerThousand: number) => number;
  /** One request or one call, from dollars. */
  readonly request: (dollars: number) => string;
  /** Money spent once (set-up, evaluation, missing cases), from dollars. */
  readonly lump: (dollars: number) => string;
  /** The same in a table or on an axis: a bare figure whose unit stands in `lumpHeading`. */
  readonly lumpFigure: (dollars: number) => string;
  readonly lumpHeading: (label: string) => string;
}

export function costFigures({ baseline, run }: Pick<Report, 'baseline' | 'run'>): CostFigures {
  return moneyFigures(run.illustrative, baseline.costPerThousand);
}

/** @param baseline dollars for a thousand requests of the baseline, the yardstick of invented prices */
export function moneyFigures(illustrative: boolean, baseline: number): CostFigures {
  if (!illustrative) {
    return {
      illustrative: false,
      heading: (label) => label,
      perThousandHeading: 'Cost per 1,000 requests',
      perThousand: formatDollars,
      axisValue: (dollars) => dollars,
      request: formatDollars,
      lump: formatDollars,
      lumpFigure: formatDollars,
      lumpHeading: (label) => label,
    };
  }
  const share = (dollars: number): string =>
    baseline > 0 ? formatPercent(dollars / baseline) : unknownFigure;
  return {
    illustrative: true,
    heading: (label) => `${label} (illustrative prices)`,
    perThousandHeading: 'Cost, baseline = 100 % (illustrative prices)',
    perThousand: share,
    axisValue: (dollars) => (baseline > 0 ? dollars / baseline : 0),
    request: (dollars) => share(dollars * 1000),
    lump: (dollars) => {
      if (!(baseline > 0)) return unknownFigure;
      const requests = (dollars * 1000) / baseline;
      if (requests === 0) return 'nothing';
      return requests < 1
        ? 'less than one baseline request'
        : `as much as ${formatCount(Math.round(requests), 'baseline request')}`;
    },
    lumpFigure: (dollars) => (baseline > 0 ? formatNumber((dollars * 1000) / baseline) : unknownFigure),
    lumpHeading: (label) => `${label} in baseline requests (illustrative prices)`,
  };
}

/** What a thousand requests of the candidate cost, as an interval: the saving's, turned round. Null without a saving. */
export function costInterval(report: Report, candidate: CandidateReport): EstimateInterval | null {
  if (candidate.saving === null) return null;
  const { low, high } = candidate.saving;
  const baseline = report.baseline.costPerThousand;
  return {
    estimate: candidate.costPerThousand,
    low: high === null ? null : baseline * (1 - high),
    high: low === null ? null : baseline * (1 - low),
  };
}

/**
 * Quality for a dollar. With illustrative prices it is a multiple of the baseline's, because an invented dollar
 * means nothing.
 */
export function qualityPerDollar(report: Report, candidate: CandidateReport): string {
  if (candidate.qualityPerDollar === null) return unknownFigure;
  const { estimate, low, high } = candidate.qualityPerDollar;
  if (!report.run.illustrative) {
    const format = (value: number): string => formatNumber(value, value < 10 ? 2 : 0);
    return `${format(estimate)} (${formatInterval(low, high, format)})`;
  }
  const baseline = report.baseline.quality.mean / report.baseline.costPerThousand;
  const ratio = candidate.quality.mean / candidate.costPerThousand / baseline;
  const factor = ratio / estimate;
  if (!Number.isFinite(factor)) return unknownFigure;
  const format = (value: number): string => `${formatNumber(value * factor, 2)} ×`;
  return `${format(estimate)} the baseline’s (${formatInterval(low, high, format)})`;
}

export const verdictWords: { readonly [kind in VerdictKind]: string } = {
  promote: 'Promote',
  reject: 'Reject',
  undecided: 'Undecided',
};

export const verdictOrder: readonly VerdictKind[] = ['promote', 'undecided', 'reject'];

export function countVerdicts(report: Report): { readonly [kind in VerdictKind]: number } {
  const count = (kind: VerdictKind): number =>
    report.candidates.filter((candidate) => candidate.verdict === kind).length;
  return { promote: count('promote'), reject: count('reject'), undecided: count('undecided') };
}

/** One figure of a gate in the gate's unit. Differences of fractions are percentage points. */
export function gateFigure(gate: GateReport, value: number | null): string {
  if (value === null) return unknownFigure;
  switch (gate.unit) {
    case 'fraction':
      return gate.kind === 'false-hits' ? formatPercent(value) : `${formatPoints(value)} points`;
    case 'share':
      return formatPercent(value);
    case 'score':
      return formatSigned(value, 3);
    case 'milliseconds':
      return `${formatSigned(value)} ms`;
    case 'tokens':
      return `${formatSigned(value)} tokens`;
    case 'cases':
      return formatCount(value, 'case');
    default:
      return `${formatNumber(value, 3)} ${shorten(gate.unit, 20)}`.trim();
  }
}

/** The interval of a gate, or a dash where the gate has none. */
export function gateInterval(gate: GateReport): string {
  if (gate.low === null && gate.high === null) return unknownFigure;
  return formatInterval(gate.low, gate.high, (value) => gateFigure(gate, value));
}

/** What an undecided gate needs, with its price; undefined for a gate that lacks nothing. */
export function missingEvidence(gate: GateReport, costs: CostFigures): string | undefined {
  if (gate.missing === null) return undefined;
  const { cases, clusters, reason, price } = gate.missing;
  const units =
    clusters === null
      ? `${formatCount(cases, 'more case')} needed`
      : `${formatCount(clusters, 'more cluster')} needed, about ${formatCount(cases, 'case')}`;
  const need = cases > 0 ? `${units}: ${reason}` : reason;
  const cost = price === null ? 'price unknown' : costs.heading(`price: ${costs.lump(price)}`);
  return `${need.replace(/\.$/, '')} – ${cost}`;
}

const stopReasons: { readonly [reason in EarlyStopReport['candidates'][number]['reason']]: string } = {
  efficacy: 'good enough already',
  futility: 'given up',
  final: 'went to the end',
};

/** What early stopping saved in one sentence, and where each candidate ended; undefined for a run without it. */
export function earlyStopSummary(
  report: Report,
  costs: CostFigures,
):
  | {
      readonly sentence: string;
      readonly candidates: readonly { readonly name: string; readonly end: string }[];
    }
  | undefined {
  const { earlyStop } = report;
  if (earlyStop === null) return undefined;
  const { looks, savedCalls, savedCost, candidates } = earlyStop;
  const cost = costs.heading(costs.lump(savedCost));
  return {
    sentence:
      savedCalls === 0
        ? 'Early stopping saved no call: every candidate went to the last look.'
        : `Early stopping saved ${formatCount(savedCalls, 'call')}, worth ${cost}.`,
    candidates: candidates.map(({ name, look, cases, casesRun, reason }) => {
      const extra = casesRun - cases;
      const mustPass = extra > 0 ? ` and ${formatCount(extra, 'must-pass case')} more` : '';
      return {
        name,
        end: `look ${look} of ${looks}, ${formatCount(cases, 'case')}${mustPass}: ${stopReasons[reason]}`,
      };
    }),
  };
}

/** Order of candidates: the largest saving first, those whose saving is not known last. */
export function bySaving(a: Pick<CandidateReport, 'saving'>, b: Pick<CandidateReport, 'saving'>): number {
  if (a.saving === null || b.saving === null) return Number(a.saving === null) - Number(b.saving === null);
  return b.saving.estimate - a.saving.estimate;
}

/** The run's result in one sentence. */
export function headline(report: Report): string {
  const total = report.candidates.length;
  if (total === 0) return 'No candidate was compared with the baseline.';
  const counts = countVerdicts(report);
  const best = report.candidates.filter((candidate) => candidate.verdict === 'promote').toSorted(bySaving)[0];
  const compared = `Of ${formatCount(total, 'candidate')},`;
  if (best === undefined) {
    if (counts.undecided === 0) return `${compared} none can be promoted; the baseline stays.`;
    return `${compared} none can be promoted yet: ${formatNumber(counts.undecided)} undecided, ${formatNumber(counts.reject)} rejected.`;
  }
  const name = shorten(best.name, 60);
  if (best.saving === null) return `${compared} ${formatNumber(counts.promote)} can be promoted.`;
  const saving = formatPercent(best.saving.estimate);
  return counts.promote === 1
    ? `${compared} 1 can be promoted: ${name}, which saves ${saving}.`
    : `${compared} ${formatNumber(counts.promote)} can be promoted; ${name} saves most, ${saving}.`;
}
