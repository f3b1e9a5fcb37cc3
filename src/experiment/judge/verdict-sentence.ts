import type { GateResult, VerdictKind } from '../../core/verdict.ts';
import type { EvidenceCandidate } from '../evidence.ts';
import * as words from './wording.ts';

/** What changed, how much cheaper it is, and why it is promoted or not. */
export function verdictSentence(
  candidate: EvidenceCandidate,
  kind: VerdictKind,
  gates: readonly GateResult[],
): string {
  const change = candidate.change.trim().replace(/[.\s]+$/, '');
  const figures = [costFigure(gates), qualityFigure(gates)].filter((figure) => figure !== undefined);
  const start = [change, ...(figures.length === 0 ? [] : [figures.join(', ')])].join(': ');
  const stop =
    candidate.stopped === undefined || candidate.stopped.reason === 'final'
      ? ''
      : ` Stopped for ${candidate.stopped.reason} at look ${candidate.stopped.look} of ${candidate.stopped.looks}, after ${words.count(candidate.stopped.cases.length, 'case')}.`;
  return `${start}.${stop} ${reason(kind, gates)}`;
}

function costFigure(gates: readonly GateResult[]): string | undefined {
  const saving = gates.find((gate) => gate.kind === 'cost')?.interval?.estimate;
  if (saving === undefined || !Number.isFinite(saving)) return undefined;
  return saving >= 0 ? `cost falls ${words.percent(saving)}` : `cost rises ${words.percent(-saving)}`;
}

function qualityFigure(gates: readonly GateResult[]): string | undefined {
  const gate = gates.find(({ kind }) => kind === 'quality');
  const before = gate?.details?.['before'];
  const after = gate?.details?.['after'];
  if (typeof before !== 'number' || typeof after !== 'number') return undefined;
  const unit = gate?.unit === 'score' ? 'score' : 'fraction';
  return `quality ${words.quality(before, unit)} → ${words.quality(after, unit)}`;
}

function reason(kind: VerdictKind, gates: readonly GateResult[]): string {
  const decisive = gates.filter((gate) => gate.decisive);
  if (kind === 'promote') {
    return `Promoted: ${decisive.length === 1 ? 'the gate passes' : `all ${decisive.length} gates pass`}.`;
  }
  const blocking = decisive.filter((gate) =>
    kind === 'reject' ? gate.status === 'failed' : gate.status !== 'passed',
  );
  const others =
    blocking.length > 1
      ? ` Also: ${blocking
          .slice(1)
          .map((gate) => gate.name)
          .join(', ')}.`
      : '';
  const first = blocking[0];
  const head = kind === 'reject' ? 'Rejected' : 'Undecided';
  return first === undefined
    ? `${head}: no gate decides.`
    : `${head} by ${first.name}: ${first.sentence}${others}`;
}
