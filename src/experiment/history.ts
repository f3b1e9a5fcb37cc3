import type { Verdict } from '../core/verdict.ts';
import { openStore } from '../store/open-store.ts';
import type { PromotionRecord, RunRecord } from '../store/records.ts';

export interface History {
  /** Newest first. */
  readonly runs: readonly (RunRecord & {
    readonly verdicts: readonly Pick<Verdict, 'candidate' | 'kind'>[];
  })[];
  /** Oldest first. */
  readonly promotions: readonly PromotionRecord[];
}

/** Runs with their verdicts, and the ledger of promotions. Opens the store for reading only. */
export async function readHistory(options: {
  readonly store: string;
  readonly suite: string | undefined;
  readonly limit: number;
}): Promise<History> {
  const store = await openStore({ file: options.store, content: 'full', readOnly: true });
  try {
    const runs = await store.listRuns({
      ...(options.suite === undefined ? {} : { suite: options.suite }),
      limit: options.limit,
    });
    const verdicts = await Promise.all(runs.map(({ id }) => store.listVerdicts(id)));
    return {
      runs: runs.map((run, index) => ({
        ...run,
        verdicts: verdicts[index].map(({ candidate, kind }) => ({ candidate, kind })),
      })),
      promotions: await store.promotions.list(options.suite),
    };
  } finally {
    await store.close();
  }
}
