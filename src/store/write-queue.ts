import { RunFailedError } from '../core/errors.ts';
import type { NewRow } from './rows.ts';
import type { Sql } from './sql.ts';

/** What was appended first is committed at the latest after this time, plus the time of the commit itself. */
const flushAfterMilliseconds = 100;
const flushAtRows = 500;
/** Beyond this, appending waits: more would not be committed within 250 ms. */
const fullAtRows = 2_000;
const fullAtCharacters = 8_000_000;

/** Appends rows in batches; everything on its connection happens one after the other. */
export interface WriteQueue {
  /**
   * Queues rows that become visible together. Resolves at once unless the queue is full.
   * @throws RunFailedError when an earlier batch could not be committed.
   */
  readonly append: (rows: readonly NewRow[], onCommitted?: () => void) => Promise<void>;
  /** Commits what is queued. @throws RunFailedError */
  readonly flush: () => Promise<void>;
  /** Runs statements in one transaction, after everything queued before; its own failure rolls back that transaction only. */
  readonly transaction: <Result>(work: (sql: Sql) => Promise<Result>) => Promise<Result>;
  /** @throws RunFailedError when an earlier batch could not be committed, or the store is closed. */
  readonly check: () => void;
  /** Commits what is queued and refuses everything after. @throws RunFailedError */
  readonly end: () => Promise<void>;
}

interface Batch {
  readonly rows: NewRow[];
  readonly onCommitted: (() => void)[];
  characters: number;
}

const emptyBatch = (): Batch => ({ rows: [], onCommitted: [], characters: 0 });

function charactersIn(rows: readonly NewRow[]): number {
  let characters = 0;
  for (const { values } of rows) {
    for (const cell of Object.values(values)) if (typeof cell === 'string') characters += cell.length;
  }
  return characters;
}

async function inTransaction<Result>(sql: Sql, work: () => Promise<Result>): Promise<Result> {
  await sql.run('BEGIN');
  try {
    const result = await work();
    await sql.run('COMMIT');
    return result;
  } catch (error) {
    // A commit that failed has already rolled back, and then ROLLBACK fails too; the first error is the one to report.
    await sql.run('ROLLBACK').catch(() => undefined);
    throw error;
  }
}

export function writeQueue(sql: Sql, file: string, readOnly: boolean): WriteQueue {
  let batch = emptyBatch();
  let timer: NodeJS.Timeout | undefined;
  /** The commit that will take what is queued now; shared, so that a burst makes one commit and not one each. */
  let coming: Promise<void> | undefined;
  let last: Promise<unknown> = Promise.resolve();
  let failure: RunFailedError | undefined;
  let ended = false;

  const check = (): void => {
    if (failure !== undefined) throw failure;
    if (ended) throw new RunFailedError(`the store ${file} is closed`);
  };

  const checkWritable = (): void => {
    check();
    if (readOnly) throw new RunFailedError(`the store ${file} is open for reading only`);
  };

  const fail = (cause: unknown): void => {
    const lost = batch.rows.length;
    const reason = cause instanceof Error ? cause.message : String(cause);
    failure = new RunFailedError(
      `the store ${file} could not write ${lost} ${lost === 1 ? 'row' : 'rows'}: ${reason}`,
      {
        cause,
        advice: 'Check the disk and the permissions of the file, then resume the run.',
      },
    );
  };

  const commitBatch = async (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    coming = undefined;
    if (failure !== undefined || batch.rows.length === 0) return;
    const current = batch;
    batch = emptyBatch();
    try {
      await inTransaction(sql, () => sql.append(current.rows));
      for (const notify of current.onCommitted) notify();
    } catch (error) {
      batch = { ...current, rows: [...current.rows, ...batch.rows] };
      fail(error);
    }
  };

  /** Puts work behind everything that was started before; a failure of one does not stop the next. */
  const enqueue = <Result>(work: () => Promise<Result>): Promise<Result> => {
    const result = last.then(work);
    last = result.catch(() => undefined);
    return result;
  };

  const commitSoon = (): Promise<void> => {
    coming ??= enqueue(commitBatch);
    return coming;
  };

  const afterBatch = <Result>(work: () => Promise<Result>): Promise<Result> =>
    enqueue(async () => {
      await commitBatch();
      if (failure !== undefined) throw failure;
      return work();
    });

  return {
    check,
    append: async (rows, onCommitted) => {
      checkWritable();
      batch.rows.push(...rows);
      batch.characters += charactersIn(rows);
      if (onCommitted !== undefined) batch.onCommitted.push(onCommitted);
      if (batch.rows.length >= fullAtRows || batch.characters >= fullAtCharacters) {
        await commitSoon();
        check();
      } else if (batch.rows.length < flushAtRows) {
        timer ??= setTimeout(() => void commitSoon(), flushAfterMilliseconds);
      } else {
        void commitSoon();
      }
    },
    flush: async () => {
      check();
      await afterBatch(async () => undefined);
    },
    transaction: async (work) => {
      checkWritable();
      return afterBatch(() => inTransaction(sql, () => work(sql)));
    },
    end: async () => {
      if (ended) return;
      ended = true;
      await afterBatch(async () => undefined);
    },
  };
}
