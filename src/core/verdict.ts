/** An estimate with its two-sided 90 % interval (unadjusted); the ends may be infinite. */
export interface Interval {
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
}

/** The families of gates. */
export const gateKinds = [
  'identity',
  'quality',
  'slice',
  'must-pass',
  'cost',
  'latency',
  'output',
  'errors',
  'false-hits',
] as const;
export type GateKind = (typeof gateKinds)[number];

/** `not-measured` is for a figure that the run cannot know (latency from recordings): it never counts as passed. */
export type GateStatus = 'passed' | 'failed' | 'undecided' | 'not-measured';

/** What is missing for a decision; the price of the cases is computed where prices are known. */
export interface Missing {
  readonly cases: number;
  /** Where cases come in clusters, how many more of those; `cases` is then what they hold at the present mean size. */
  readonly clusters?: number;
  readonly reason: string;
}

/** One rule applied to one candidate. Differences are candidate − baseline unless `name` says otherwise. */
export interface GateResult {
  readonly kind: GateKind;
  /** For example `quality`, `quality against the frozen original`, `slice channel=chat`. */
  readonly name: string;
  readonly status: GateStatus;
  /** Gates that only inform (`false`) take no part in the verdict. */
  readonly decisive: boolean;
  readonly interval?: Interval;
  readonly threshold?: number;
  /** One-sided p-value; only statistical gates have one. */
  readonly p?: number;
  /** The p-value after Holm's correction over the candidates of the run. */
  readonly adjustedP?: number;
  /** The test that was used, as docs/statistics.md names it: `tango`, `bca+t`, `must-pass`, … */
  readonly method: string;
  readonly unit: 'fraction' | 'score' | 'milliseconds' | 'tokens' | 'cases' | 'share';
  /** One sentence that a busy engineer understands. */
  readonly sentence: string;
  readonly missing?: Missing;
  /** Figures beside the decision, for example McNemar's exact and mid-p. Money in dollars a request. */
  readonly details?: { readonly [name: string]: number | string };
}

export type VerdictKind = 'promote' | 'reject' | 'undecided';

export interface Verdict {
  readonly candidate: string;
  readonly kind: VerdictKind;
  readonly gates: readonly GateResult[];
  /** Largest p over the statistical gates (intersection–union), and the same after Holm. */
  readonly p?: number;
  readonly adjustedP?: number;
  /** One sentence: what changed, how much cheaper, why promoted or not. */
  readonly sentence: string;
}
