import type { GateKind, GateResult, Interval, Missing, Verdict } from '../../core/verdict.ts';

/** Gates that can notice harm. What a harm saves, and how long it takes, says nothing about it. */
const watching: ReadonlySet<GateKind> = new Set(['quality', 'slice', 'must-pass', 'output', 'errors']);

export type HarmOutcome = 'caught' | 'suspected' | 'missed';

export interface HarmRuling {
  readonly outcome: HarmOutcome;
  /** The gates that failed; those that could not decide; nothing for a harm that was missed. */
  readonly gates: readonly GateResult[];
  /** Quality under the harm − quality of the baseline; null when it could not be compared. */
  readonly difference: Interval | null;
  /** What would make the undecided gates decide; undefined when they do not say. */
  readonly missing: Missing | undefined;
}

/** Caught when a gate that watches for harm fails, missed when all of them pass, suspected when some are undecided. */
export function ruleOnHarm(verdict: Verdict): HarmRuling {
  const gates = verdict.gates.filter(({ kind, decisive }) => decisive && watching.has(kind));
  const failed = gates.filter(({ status }) => status === 'failed');
  const open = gates.filter(({ status }) => status !== 'failed' && status !== 'passed');
  const outcome = failed.length > 0 ? 'caught' : open.length > 0 ? 'suspected' : 'missed';
  return {
    outcome,
    gates: outcome === 'caught' ? failed : open,
    difference: gates.find(({ kind }) => kind === 'quality')?.interval ?? null,
    missing: open
      .flatMap((gate) => gate.missing ?? [])
      .toSorted((a, b) => b.cases - a.cases)
      .at(0),
  };
}
