import { existsSync } from 'node:fs';
import { type NanoDollars, nanoDollars } from '../../core/money.ts';
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

/** What is known without a store. */
const noEarlierRuns: EarlierRuns = {
  runId: undefined,
  evidence: undefined,
  calls: [],
  testUses: [],
  fitting: new Map(),
};

function callsOfRun(runId: string): string {
  return `
    WITH tried AS (
      SELECT trial_id, arm_id, count(*) OVER (PARTITION BY arm_id) AS trials
      FROM trials WHERE run_id = '${runId.replaceAll("'", "''")}' AND split = 'test')
    SELECT arm_id, step, purpose, model, judge, count(*)::DOUBLE, sum(output_tokens)::DOUBLE,
      sum(as_billed)::DOUBLE, any_value(trials)::DOUBLE
    FROM tried JOIN charges USING (trial_id) WHERE NOT failed
    GROUP BY arm_id, step, purpose, model, judge ORDER BY ALL`;
}

const fittingCosts = `
  SELECT optimization, max_by(set_up_cost, created_at)::DOUBLE FROM artifacts GROUP BY optimization ORDER BY ALL`;

/** Arms × steps × models are few. */
const mostRows = 10_000;

async function readFigures(file: string, runId: string): Promise<Pick<EarlierRuns, 'calls' | 'fitting'>> {
  const database = await openReadOnly(file);
  try {
    const calls = await database.query(callsOfRun(runId), { limit: mostRows });
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

async function readRuns(
  place: Suite['store'],
  suiteName: string,
): Promise<Pick<EarlierRuns, 'runId' | 'evidence' | 'testUses'>> {
  const store = await openStore({ ...place, readOnly: true });
  try {
    const testUses = await store.testUses.list({ suiteName });
    const runs = await store.listRuns({ suite: suiteName, limit: 100 });
    const runId = runs.find(({ status }) => status === 'finished')?.id;
    const evidence: unknown = runId === undefined ? undefined : await store.findEvidence(runId);
    return { runId, evidence: isEvidence(evidence) ? evidence : undefined, testUses };
  } finally {
    await store.close();
  }
}

/**
 * Reads what earlier runs of a suite left behind; a store that is not there knows nothing.
 *
 * @throws RunFailedError while another process writes to the store.
 */
export async function readEarlierRuns({ store, name }: Pick<Suite, 'store' | 'name'>): Promise<EarlierRuns> {
  if (!existsSync(store.file)) return noEarlierRuns;
  // One after the other: a process opens a store in one mode at a time.
  const runs = await readRuns(store, name);
  if (runs.runId === undefined) return { ...noEarlierRuns, testUses: runs.testUses };
  return { ...runs, ...(await readFigures(store.file, runs.runId)) };
}
