import { existsSync } from 'node:fs';
import { digest } from '../core/digest.ts';
import { displayPath } from '../core/display-path.ts';
import { TollgateError } from '../core/errors.ts';
import type { Json } from '../core/json.ts';
import type { Verdict } from '../core/verdict.ts';
import { openStore } from '../store/open-store.ts';
import type { PromotionRecord } from '../store/records.ts';
import type { Store } from '../store/store.ts';
import { loadSuite } from '../suite/load-suite.ts';
import type { Suite } from '../suite/suite.ts';
import type { Evidence } from './evidence.ts';
import {
  formatLockFile,
  type LockFile,
  lockFileOf,
  pack,
  packStack,
  parseLockFile,
  replaceLockFile,
  unpackStack,
} from './lock-file.ts';
import { describeEntry, emptyStack, type Stack, stackDigest } from './stack.ts';

export interface NewPromotion {
  readonly suite: Suite;
  readonly store: Store;
  readonly runId: string;
  readonly verdict: Verdict;
  /** What the verdict follows from. */
  readonly evidence: Evidence | Json;
  /** The stack that becomes the baseline. */
  readonly stack: Stack;
  /** Why it is promoted against its verdict. */
  readonly forced: string | undefined;
}

/** Writes the ledger's entry and the lock file; gives back the file's absolute path. */
export async function writePromotion({
  suite,
  store,
  runId,
  verdict,
  evidence,
  stack,
  forced,
}: NewPromotion): Promise<string> {
  const lockFile = lockFileOf(suite.file);
  const at = new Date();
  const text = formatLockFile({
    version: 1,
    suite: suite.name,
    promotedAt: at.toISOString(),
    run: runId,
    candidate: verdict.candidate,
    ...(forced === undefined ? {} : { forced }),
    digests: { ...suite.digests, prices: digest(await store.listPrices(runId)) },
    verdict: { kind: verdict.kind, sentence: verdict.sentence },
    stack: packStack(stack),
    stackDigest: stackDigest(stack),
    evidence: pack(evidence),
  });
  await store.promotions.append({
    suiteName: suite.name,
    action: forced === undefined ? 'promote' : 'force',
    candidate: verdict.candidate,
    reason: forced ?? verdict.sentence,
    at,
    stack: ledgerStack(stack, text),
    runIds: [runId],
    // The lock file holds what the levers learned, so the ledger needs no artifact of the store.
    artifactKeys: [],
  });
  await replaceLockFile(lockFile, text);
  return lockFile;
}

/** The ledger keeps the whole lock file, so that a rollback can bring it back. */
function ledgerStack(stack: Stack, lockText: string | null): Json {
  return { entries: stack.map(describeEntry), lock: lockText };
}

function lockTextOf(stack: Json): string | undefined {
  if (typeof stack !== 'object' || stack === null || !('lock' in stack)) return undefined;
  return typeof stack.lock === 'string' ? stack.lock : undefined;
}

/** The lock files of the promotions that stand, the oldest first: what rollbacks took back is left out. */
function standingLocks(ledger: readonly PromotionRecord[]): readonly (string | undefined)[] {
  const standing: (string | undefined)[] = [];
  for (const { action, stack } of ledger) {
    if (action === 'rollback') standing.pop();
    else standing.push(lockTextOf(stack));
  }
  return standing;
}

/** How many promotions the baseline stands on, as far as this store knows; a lock file from elsewhere is one. */
export async function countPromotions(
  lock: LockFile | undefined,
  { store, suite }: { readonly store: Store; readonly suite: Suite },
): Promise<number> {
  if (lock === undefined) return 0;
  return Math.max(1, standingLocks(await store.promotions.list(suite.name)).length);
}

/**
 * Goes back to the stack before the current promotion: a second rollback goes back further.
 *
 * @throws TollgateError when nothing was promoted.
 */
export async function rollback(request: {
  readonly suiteFile: string;
  readonly reason: string;
}): Promise<{ readonly lockFile: string; readonly stack: readonly string[] }> {
  const suite = await loadSuite(request.suiteFile);
  const lockFile = lockFileOf(suite.file);
  const store = await openStore({ file: suite.store.file, content: suite.store.content });
  try {
    const standing = standingLocks(await store.promotions.list(suite.name));
    if (standing.length === 0 || !existsSync(lockFile)) {
      throw new TollgateError(`nothing is promoted for ${suite.name}, so there is nothing to roll back`, {
        advice: `A lock file that came from elsewhere can be removed by hand: ${displayPath(lockFile)}`,
      });
    }
    const before = standing.at(-2);
    const stack = before === undefined ? emptyStack : unpackStack(parseLockFile(before, lockFile), lockFile);
    await store.promotions.append({
      suiteName: suite.name,
      action: 'rollback',
      reason: request.reason,
      at: new Date(),
      stack: ledgerStack(stack, before ?? null),
      runIds: [],
      artifactKeys: [],
    });
    await replaceLockFile(lockFile, before);
    return {
      lockFile: displayPath(lockFile),
      stack: stack.map(({ optimization }) => optimization.name),
    };
  } finally {
    await store.close();
  }
}
