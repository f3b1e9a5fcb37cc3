import { existsSync } from 'node:fs';
import type { NanoDollars } from '../../core/money.ts';
import { nanoDollars } from '../../core/money.ts';
import { openStore } from '../../store/open-store.ts';
import { openReadOnly } from '../../store/read-only.ts';
import type { TestUse } from '../../store/records.ts';
import type { Suite } from '../../suite/suite.ts';
import type { Evidence } from '../evidence.ts';
import { isEvidence } from '../lock-file.ts';

/** Calls of one kind in the newest finished run, on test cases. */
export interface RecordedCalls {
  readonly armId: string;
  readonly step: string;
  readonly purpose: string;
  readonly model: string;
  readonly judge: boolean;
  readonly calls: number;
  readonly outputTokens: number;
  /** As billed. */
  readonly cost: NanoDollars;
  /** Trials of the arm. */
  readonly trials: number;
}

/** What the store knows of a suite. */
export interface EarlierRuns {
  /** The newest run that finished. */
  readonly runId: string | undefined;
  readonly evidence: Evidence | undefined;
  readonly calls: readonly RecordedCalls[];
  readonly testUses: readonly TestUse[];
  /** What fitting cost the last time, by lever; as billed. */
  readonly fitting: ReadonlyMap<string, NanoDollars>;
}

const nothing: EarlierRuns = {
  runId: undefined,
  evidence: undefined,
  calls: [],
  testUses: [],
  fitting: new Map(),
};

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

function callsOf(runId: string): string {
  return `
    WITH tried AS (
      SELECT trial_id, arm_id, count(*) OVER (PARTITION BY arm_id) AS trials
      FROM trials WHERE run_id = ${quoted(runId)} AND split = 'test')
    SELECT arm_id, step, purpose, model, judge, count(*)::DOUBLE, sum(output_tokens)::DOUBLE,
      sum(as_billed)::DOUBLE, any_value(trials)::DOUBLE
    FROM tried JOIN charges USING (trial_id) WHERE NOT failed GROUP BY ALL ORDER BY ALL`;
}

const fittingCosts = `
  SELECT optimization, max_by(set_up_cost, created_at)::DOUBLE FROM artifacts GROUP BY ALL ORDER BY ALL`;

/** The most rows that are read: arms × steps × models are few. */
const mostRows = 10_000;

async function readTables(file: string, runId: string) {
  const database = await openReadOnly(file);
  try {
    const calls = await database.query(callsOf(runId), { limit: mostRows });
    const fitting = await database.query(fittingCosts, { limit: mostRows });
    return {
      calls: calls.rows.map(
        ([armId, step, purpose, model, judge, count, outputTokens, cost, trials]): RecordedCalls => ({
          armId: String(armId),
          step: String(step),
          purpose: String(purpose),
          model: String(model),
          judge: judge === true,
          calls: Number(count),
          outputTokens: Number(outputTokens),
          cost: nanoDollars(Number(cost)),
          trials: Number(trials),
        }),
      ),
      fitting: new Map(fitting.rows.map(([lever, cost]) => [String(lever), nanoDollars(Number(cost))])),
    };
  } finally {
    database.close();
  }
}

/**
 * Reads what earlier runs of a suite left behind; an absent store knows nothing.
 *
 * @throws RunFailedError while another process writes to the store.
 */
export async function readEarlierRuns(suite: Suite): Promise<EarlierRuns> {
  const { file, content } = suite.store;
  if (!existsSync(file)) return nothing;
  const store = await openStore({ file, content, readOnly: true });
  let found: Pick<EarlierRuns, 'runId' | 'evidence' | 'testUses'>;
  try {
    const runs = await store.listRuns({ suite: suite.name, limit: 100 });
    const runId = runs.find(({ status }) => status === 'finished')?.id;
    const evidence: unknown = runId === undefined ? undefined : await store.findEvidence(runId);
    found = {
      runId,
      evidence: isEvidence(evidence) ? evidence : undefined,
      testUses: await store.testUses.list({ suiteName: suite.name }),
    };
  } finally {
    await store.close();
  }
  if (found.runId === undefined) return { ...nothing, testUses: found.testUses };
  return { ...found, ...(await readTables(file, found.runId)) };
}
