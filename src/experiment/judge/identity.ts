import type { Setting } from './context.ts';
import type { Finding } from './finding.ts';

/** A candidate whose every request and answer equals the baseline's changes nothing, and is never promoted. */
export function judgeIdentity({ candidate }: Setting): readonly Finding[] {
  if (!candidate.identity) return [];
  return [
    {
      test: 'fixed',
      kind: 'identity',
      name: 'identity',
      method: 'identity',
      unit: 'cases',
      status: 'failed',
      untestable: false,
      sentence: 'It changes nothing: every request and every answer equals the baseline’s.',
    },
  ];
}
