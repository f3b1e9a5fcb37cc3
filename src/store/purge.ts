import { quantity, type TableName } from './rows.ts';
import type { Sql } from './sql.ts';
import type { Store } from './store.ts';

export interface PurgeOptions {
  /** What was recorded before this time goes. */
  readonly olderThan: Date;
  /** `content`: texts of requests, responses, outputs and reasons. `all`: whole runs and artifacts as well. */
  readonly what: 'content' | 'all';
  /** Count only. */
  readonly dryRun: boolean;
}

/** Rows deleted, or emptied of their text, by table; tables without any are left out. */
export type PurgeCounts = { readonly [table in TableName]?: number };

interface Step {
  readonly table: TableName;
  readonly where: string;
  /** Columns to overwrite; the row is deleted when unset. */
  readonly set?: string;
}

const purged = "'[purged]'";

const contentSteps: readonly Step[] = [
  { table: 'recordings', where: 'recorded_at < $cutoff' },
  {
    // A body serves all trials of its run: it goes with the last of them.
    table: 'bodies',
    where: 'written_at < $cutoff AND run_id NOT IN (SELECT run_id FROM trials WHERE recorded_at >= $cutoff)',
  },
  {
    table: 'scores',
    where: `reason <> ${purged} AND trial_id IN (SELECT trial_id FROM trials WHERE recorded_at < $cutoff)`,
    set: `reason = ${purged}`,
  },
  {
    table: 'exchanges',
    where: 'trial_id IN (SELECT trial_id FROM trials WHERE recorded_at < $cutoff)',
  },
  {
    table: 'trials',
    where: `recorded_at < $cutoff AND coalesce(output, error_message) <> ${purged}`,
    set: `output = CASE WHEN output IS NULL THEN NULL ELSE ${purged} END,
          tool_calls = CASE WHEN tool_calls IS NULL THEN NULL ELSE '[]' END,
          error_message = CASE WHEN error_message IS NULL THEN NULL ELSE ${purged} END`,
  },
];

/** The last entry of each suite's ledger. */
const currentPromotions =
  'SELECT * FROM promotions p WHERE ordinal = (SELECT max(ordinal) FROM promotions q WHERE q.suite_name = p.suite_name)';

const needed = (column: string): string =>
  `SELECT unnest(from_json(${column}, '["VARCHAR"]')) FROM (${currentPromotions})`;

/** A run goes when all of it is old and no current promotion rests on it. */
const oldRuns = `SELECT id FROM runs WHERE started_at < $cutoff
  AND id NOT IN (${needed('run_ids')})
  AND id NOT IN (SELECT run_id FROM trials WHERE recorded_at >= $cutoff)`;

const ofOldRuns = `run_id IN (${oldRuns})`;
const ofOldTrials = `trial_id IN (SELECT trial_id FROM trials WHERE ${ofOldRuns})`;

/** Trials and runs go last, because the others are found through them. */
const runSteps: readonly Step[] = [
  ...(['charges', 'decisions', 'scores', 'exchanges'] as const).map((table) => ({
    table,
    where: ofOldTrials,
  })),
  ...(['bodies', 'verdicts', 'evidence', 'prices', 'candidates', 'arms'] as const).map((table) => ({
    table,
    where: ofOldRuns,
  })),
  { table: 'trials', where: ofOldRuns },
  { table: 'runs', where: `id IN (${oldRuns})` },
  { table: 'artifacts', where: `created_at < $cutoff AND key NOT IN (${needed('artifact_keys')})` },
];

async function apply(sql: Sql, step: Step, cutoff: Date): Promise<number> {
  const [row] = await sql.all(`SELECT count(*) AS rows FROM ${step.table} WHERE ${step.where}`, { cutoff });
  const rows = row === undefined ? 0 : quantity(row, 'rows');
  if (rows === 0) return 0;
  const statement =
    step.set === undefined
      ? `DELETE FROM ${step.table} WHERE ${step.where}`
      : `UPDATE ${step.table} SET ${step.set} WHERE ${step.where}`;
  await sql.run(statement, { cutoff });
  return rows;
}

/** Thrown to roll a dry run back, so that it counts exactly what the real one would delete. */
class DryRun extends Error {
  override readonly name = 'DryRun';
  readonly counts: PurgeCounts;
  constructor(counts: PurgeCounts) {
    super('dry run');
    this.counts = counts;
  }
}

/**
 * Deletes what is older than retention allows. It keeps what the current promotion of each suite rests on (its runs
 * with their figures, verdicts and prices, and its artifacts), though not the texts of those runs, and never touches the
 * ledger or the count of test uses.
 *
 * @throws RunFailedError when the database cannot be written.
 */
export async function purge(
  store: Pick<Store, 'maintain'>,
  { olderThan, what, dryRun }: PurgeOptions,
): Promise<PurgeCounts> {
  const steps = what === 'all' ? [...runSteps, ...contentSteps] : contentSteps;
  try {
    return await store.maintain(async (sql) => {
      const counts: { [table in TableName]?: number } = {};
      for (const step of steps) {
        const rows = await apply(sql, step, olderThan);
        if (rows > 0) counts[step.table] = (counts[step.table] ?? 0) + rows;
      }
      if (dryRun) throw new DryRun(counts);
      return counts;
    });
  } catch (error) {
    if (error instanceof DryRun) return error.counts;
    throw error;
  }
}
