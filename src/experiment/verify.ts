import { ConfigurationError } from '../core/errors.ts';
import type { VerdictKind } from '../core/verdict.ts';
import { judge } from './judge/judge.ts';
import { readLockFile, unpackEvidence, unpackStack } from './lock-file.ts';
import { stackDigest } from './stack.ts';

export interface Verification {
  readonly holds: boolean;
  readonly candidate: string;
  readonly recomputed: VerdictKind | undefined;
  readonly sentence: string;
  /** Why it does not hold, one sentence each. */
  readonly objections: readonly string[];
}

/**
 * Judges the evidence of a lock file again, offline, and compares with what the file claims.
 *
 * @throws ConfigurationError when the file is not a lock file, TollgateError when its packed parts are damaged.
 */
export async function verifyLockFile(file: string): Promise<Verification> {
  const lock = await readLockFile(file);
  if (lock === undefined) {
    throw new ConfigurationError([{ message: 'there is no lock file here.', location: { file } }], {
      advice: '`tollgate promote` writes one beside the suite: SUITE.lock.yaml.',
    });
  }
  const evidence = unpackEvidence(lock);
  const verdict = judge(evidence).find(({ candidate }) => candidate === lock.candidate);
  const objections: string[] = [];
  const round = evidence.candidates.find(({ name }) => name === lock.candidate)?.round;
  if (round !== undefined && !(round >= 1)) {
    objections.push(`The evidence says round ${round}, which spends an error that no run may spend.`);
  }
  if (verdict === undefined) objections.push(`The evidence holds no candidate named "${lock.candidate}".`);
  else {
    if (verdict.kind !== 'promote') {
      const forced = lock.forced === undefined ? '' : ` It was forced: ${lock.forced}`;
      objections.push(`The evidence says "${verdict.kind}", which does not support a promotion.${forced}`);
    }
    if (verdict.kind !== lock.verdict.kind || verdict.sentence !== lock.verdict.sentence) {
      objections.push('The verdict in the file is not the one that follows from its evidence.');
    }
  }
  if (stackDigest(unpackStack(lock, file)) !== lock.stackDigest) {
    objections.push('The stack in the file is not the one that was promoted.');
  }
  return {
    holds: objections.length === 0,
    candidate: lock.candidate,
    recomputed: verdict?.kind,
    sentence: verdict?.sentence ?? '',
    objections,
  };
}
