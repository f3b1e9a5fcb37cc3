import { nanoDollars } from '../../../src/core/money.ts';
import type { Evidence, EvidenceCandidate, Observations } from '../../../src/experiment/evidence.ts';
import { gatesSchema } from '../../../src/suite/gates.ts';

/** What one case was like; everything left out is ordinary. */
export interface Answer {
  readonly pass?: 0 | 1;
  readonly score?: number;
  readonly cost?: number;
  readonly milliseconds?: number | null;
  readonly outputTokens?: number;
  readonly truncated?: 0 | 1;
  readonly failed?: 0 | 1;
}

export function observations(
  cases: number,
  answer: (position: number, repeat: number) => Answer,
  repeats = 1,
): Observations {
  const column = <Value>(read: (given: Answer) => Value): readonly (readonly Value[])[] =>
    Array.from({ length: cases }, (_, position) =>
      Array.from({ length: repeats }, (_unused, repeat) => read(answer(position, repeat))),
    );
  return {
    pass: column((given) => given.pass ?? 1),
    score: column((given) => given.score ?? given.pass ?? 1),
    cost: column((given) => nanoDollars(given.cost ?? 1000)),
    milliseconds: column((given) => (given.milliseconds === undefined ? 100 : given.milliseconds)),
    outputTokens: column((given) => given.outputTokens ?? 20),
    truncated: column((given) => given.truncated ?? 0),
    failed: column((given) => given.failed ?? 0),
  };
}

/** A candidate whose verdict spends all of α (round 0), unless a test says otherwise. */
export function candidateOf(
  observed: Observations,
  fields: Partial<Omit<EvidenceCandidate, 'observations'>> = {},
): EvidenceCandidate {
  return {
    name: 'smaller',
    change: 'model large → medium',
    identity: false,
    round: 0,
    observations: observed,
    ...fields,
  };
}

/** Evidence with default gates. */
export function evidenceOf(
  cases: number,
  fields: {
    readonly baseline: Observations;
    readonly candidates: readonly EvidenceCandidate[];
    readonly gates?: unknown;
    readonly tags?: (position: number) => { readonly [name: string]: string };
    readonly cluster?: (position: number) => string;
  } & Partial<Pick<Evidence, 'mix' | 'earlyStop' | 'original' | 'seed'>>,
): Evidence {
  const { gates, tags, cluster, ...rest } = fields;
  return {
    version: 1,
    cases: Array.from({ length: cases }, (_, position) => ({
      id: `case-${position}`,
      tags: tags?.(position) ?? {},
      ...(cluster === undefined ? {} : { cluster: cluster(position) }),
    })),
    gates: gatesSchema.parse(gates ?? {}),
    seed: '2026',
    repeats: 1,
    ...rest,
  };
}
