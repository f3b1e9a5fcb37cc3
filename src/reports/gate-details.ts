import type { CostFigures } from './figures.ts';
import { formatNumber, formatP, formatPercent } from './format.ts';
import type { GateReport } from './report.ts';

type Kind = 'count' | 'number' | 'p' | 'share' | 'dollars' | 'quality';

/** How the figures beside a decision are called and written; others are written under their own names. */
const known: { readonly [name: string]: { readonly label: string; readonly kind: Kind } } = {
  cases: { label: 'cases', kind: 'count' },
  units: { label: 'independent units', kind: 'count' },
  effective: { label: 'effective number of units', kind: 'number' },
  candidateOnly: { label: 'only the candidate passes', kind: 'count' },
  baselineOnly: { label: 'only the baseline passes', kind: 'count' },
  z: { label: 'Tango’s z', kind: 'number' },
  mcnemarExact: { label: 'McNemar’s exact p', kind: 'p' },
  mcnemarMidP: { label: 'McNemar’s mid-p', kind: 'p' },
  tP: { label: 'p by t', kind: 'p' },
  bcaP: { label: 'p by BCa', kind: 'p' },
  harmP: { label: 'p of harm', kind: 'p' },
  adjustedHarmP: { label: 'p of harm over all slices', kind: 'p' },
  before: { label: 'baseline', kind: 'quality' },
  after: { label: 'candidate', kind: 'quality' },
  marked: { label: 'marked cases', kind: 'count' },
  baselineDollars: { label: 'baseline, a request', kind: 'dollars' },
  candidateDollars: { label: 'candidate, a request', kind: 'dollars' },
  'share of wrong hits in traffic': { label: 'share of wrong hits in traffic', kind: 'share' },
  'upper bound in traffic, by cluster': { label: 'upper bound in traffic, by cluster', kind: 'share' },
};

/** The figures beside a gate's decision, labelled and written for people, in the order of the evidence. */
export function gateDetails(
  gate: GateReport,
  costs: CostFigures,
): readonly { readonly label: string; readonly value: string }[] {
  return Object.entries(gate.details).map(([name, value]) => {
    const { label, kind } = Object.hasOwn(known, name)
      ? known[name]
      : { label: inWords(name), kind: 'number' as const };
    return { label, value: typeof value === 'number' ? write(value, kind, gate, costs) : (value ?? '–') };
  });
}

function write(value: number, kind: Kind, { unit }: GateReport, costs: CostFigures): string {
  switch (kind) {
    case 'count':
      return formatNumber(value);
    case 'p':
      return formatP(value);
    case 'share':
      return formatPercent(value);
    case 'dollars':
      return costs.request(value);
    case 'quality':
      return unit === 'fraction' ? formatPercent(value) : formatNumber(value, decimalsOf(value));
    default:
      return formatNumber(value, decimalsOf(value));
  }
}

function decimalsOf(value: number): number {
  return Number.isInteger(value) ? 0 : Math.abs(value) < 100 ? 3 : 1;
}

/** `labelledWrong` is `labelled wrong`. */
function inWords(name: string): string {
  return name.replace(/([a-z])([A-Z])/g, (_, end: string, start: string) => `${end} ${start.toLowerCase()}`);
}
