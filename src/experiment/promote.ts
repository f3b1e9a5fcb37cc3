import { displayPath } from '../core/display-path.ts';
import { ConfigurationError, NotPassedError, TollgateError, unknownName } from '../core/errors.ts';
import { canonicalJson } from '../core/json.ts';
import type { Verdict } from '../core/verdict.ts';
import { createPriceBook } from '../pricing/price-book.ts';
import { openStore } from '../store/open-store.ts';
import type { RunRecord } from '../store/records.ts';
import type { Store } from '../store/store.ts';
import { loadSuite } from '../suite/load-suite.ts';
import type { Suite } from '../suite/suite.ts';
import { lockFileOf, readLockFile, unpackStack } from './lock-file.ts';
import { writePromotion } from './promotion-ledger.ts';
import { describeEntry, emptyStack, type Stack, withEntry } from './stack.ts';

export interface PromotionRequest {
  readonly suiteFile: string;
  readonly candidate: string | undefined;
  readonly forceReason: string | undefined;
  /** Lets the suite read files outside its project; the suite can allow it too. */
  readonly allowOutside?: boolean;
}

export interface Promoted {
  readonly candidate: string;
  readonly runId: string;
  readonly lockFile: string;
  readonly sentence: string;
}

/** The newest finished run whose suite, dataset and code are today's. */
async function currentRun(suite: Suite, store: Store): Promise<RunRecord> {
  const runs = await store.listRuns({ suite: suite.name, limit: 50 });
  const finished = runs.filter(({ status }) => status === 'finished');
  const current = finished.find((run) => canonicalJson(run.digests) === canonicalJson(suite.digests));
  if (current !== undefined) return current;
  const [newest] = finished;
  const changed =
    newest === undefined
      ? 'it has not been run yet'
      : `since run ${newest.id} these changed: ${(['suite', 'dataset', 'code'] as const)
          .filter((name) => newest.digests[name] !== suite.digests[name])
          .join(', ')}`;
  throw new TollgateError(`no verdict for ${suite.name} as it is now: ${changed}`, {
    advice: `Run it first: tollgate run ${displayPath(suite.file)}`,
  });
}

/** A verdict on cost holds for the prices it was made with. */
async function checkPrices(suite: Suite, run: RunRecord, store: Store): Promise<void> {
  const book = createPriceBook({ declared: suite.prices, at: new Date() });
  const changed = (await store.listPrices(run.id)).filter(
    (row) => canonicalJson(book.row(row.model).prices) !== canonicalJson(row.prices),
  );
  if (changed.length === 0) return;
  throw new TollgateError(
    `prices changed since run ${run.id}: ${changed.map(({ model }) => model).join(', ')}`,
    {
      advice: `Run it again: tollgate run ${displayPath(suite.file)}`,
    },
  );
}

function savingOf({ gates }: Verdict): number {
  return gates.find(({ kind }) => kind === 'cost')?.interval?.estimate ?? 0;
}

function chooseVerdict(
  verdicts: readonly Verdict[],
  { candidate, forceReason }: Pick<PromotionRequest, 'candidate' | 'forceReason'>,
): Verdict {
  const names = verdicts.map((verdict) => verdict.candidate);
  if (candidate === undefined) {
    const [best] = verdicts
      .filter(({ kind }) => kind === 'promote')
      .sort((a, b) => savingOf(b) - savingOf(a));
    if (best !== undefined) return best;
    const undecided = verdicts.some(({ kind }) => kind === 'undecided');
    throw new NotPassedError('no candidate passed its gates', undecided ? 'undecided' : 'reject', {
      advice: 'Read the report to see what each one failed.',
    });
  }
  const verdict = verdicts.find((known) => known.candidate === candidate);
  if (verdict === undefined) throw new ConfigurationError([unknownName('candidate', candidate, names)]);
  if (verdict.kind !== 'promote' && forceReason === undefined) {
    throw new NotPassedError(`${candidate} did not pass: ${verdict.sentence}`, verdict.kind, {
      advice: 'Promote it against the verdict with --force "<reason>"; the ledger keeps the reason.',
    });
  }
  return verdict;
}

async function stackWith(
  suite: Suite,
  baseline: Stack,
  run: RunRecord,
  name: string,
  store: Store,
): Promise<Stack> {
  const definition = suite.candidates.find((candidate) => candidate.name === name);
  const record = (await store.listCandidates(run.id)).find((candidate) => candidate.name === name);
  if (definition === undefined || record === undefined) {
    throw new TollgateError(`run ${run.id} holds no candidate named ${name}`);
  }
  const artifact =
    record.artifactKey === undefined ? undefined : await store.findArtifact(record.artifactKey);
  if (record.artifactKey !== undefined && artifact === undefined) {
    throw new TollgateError(`what ${name} learned is no longer in the store`, {
      advice: 'Run the suite again.',
    });
  }
  return withEntry(baseline, { optimization: definition.optimization, artifact: artifact?.artifact });
}

/**
 * Makes a candidate that passed its gates the baseline: writes the lock file and the ledger entry.
 *
 * @throws TollgateError when there is no passing verdict for the suite, dataset, code and prices of today.
 */
export async function promote(request: PromotionRequest): Promise<Promoted> {
  const suite = await loadSuite(request.suiteFile, request);
  const store = await openStore({ file: suite.store.file, content: suite.store.content });
  try {
    const run = await currentRun(suite, store);
    await checkPrices(suite, run, store);
    const verdict = chooseVerdict(await store.listVerdicts(run.id), request);
    const evidence = await store.findEvidence(run.id);
    if (evidence === undefined)
      throw new TollgateError(`the evidence of run ${run.id} is gone`, { advice: 'Run the suite again.' });
    const lockFile = lockFileOf(suite.file);
    const before = await readLockFile(lockFile);
    const baseline = before === undefined ? emptyStack : unpackStack(before, lockFile);
    await checkBaseline(run, baseline, store);
    const stack = await stackWith(suite, baseline, run, verdict.candidate, store);
    await checkCandidate(run, verdict.candidate, stack, store);
    const lockFileWritten = await writePromotion({
      suite,
      store,
      runId: run.id,
      verdict,
      evidence,
      stack,
      forced: verdict.kind === 'promote' ? undefined : request.forceReason,
    });
    return {
      candidate: verdict.candidate,
      runId: run.id,
      lockFile: displayPath(lockFileWritten),
      sentence: verdict.sentence,
    };
  } finally {
    await store.close();
  }
}

/** A verdict compares with the baseline of its run; after another promotion it says nothing any more. */
async function checkBaseline(run: RunRecord, baseline: Stack, store: Store): Promise<void> {
  const arm = (await store.listArms(run.id)).find(({ role }) => role === 'baseline');
  if (arm !== undefined && canonicalJson(arm.stack) === canonicalJson(baseline.map(describeEntry))) return;
  throw new TollgateError(`the baseline is not the one that run ${run.id} compared with`, {
    advice: 'Run the suite again: the next verdict compares with the stack that is promoted now.',
  });
}

/** The verdict is about the candidate as it was run, not as the suite writes it now. */
async function checkCandidate(run: RunRecord, name: string, stack: Stack, store: Store): Promise<void> {
  const arm = (await store.listArms(run.id)).find(
    (known) => known.role === 'candidate' && known.name === name,
  );
  if (arm !== undefined && canonicalJson(arm.stack) === canonicalJson(stack.map(describeEntry))) return;
  throw new TollgateError(`the settings of ${name} changed since run ${run.id}`, {
    advice: 'Run the suite again.',
  });
}
