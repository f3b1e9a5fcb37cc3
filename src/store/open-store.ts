import { RunFailedError, TollgateError } from '../core/errors.ts';
import { contentFilter } from './content.ts';
import type { StoreContext, WrittenBodies } from './context.ts';
import { openDatabase } from './duckdb.ts';
import { artifactTable, promotionLedger, testUseLog } from './ledger.ts';
import { checkVersion, migrate } from './migrations.ts';
import { recordingTable } from './recordings.ts';
import type { StoredRow } from './rows.ts';
import { runTables } from './runs.ts';
import { type Parameters, sqlOn } from './sql.ts';
import type { Store, StoreOptions } from './store.ts';
import { trialTables } from './trials.ts';
import { writeQueue } from './write-queue.ts';

/** Two openings of a new file in one process must not both create its tables. */
let opening: Promise<unknown> = Promise.resolve();

/**
 * Opens the store, creating the database and its folders unless `readOnly`.
 *
 * @throws RunFailedError when another process has it open; the message says which.
 * @throws ConfigurationError when the file is not a store, is of a newer version, or is to be read and is not there.
 */
export function openStore(options: StoreOptions): Promise<Store> {
  const store = opening.then(() => open(options));
  opening = store.catch(() => undefined);
  return store;
}

async function open({ file, content, readOnly = false }: StoreOptions): Promise<Store> {
  const database = await openDatabase(file, readOnly ? 'read' : 'write');
  try {
    const writer = sqlOn(await database.connect());
    const reader = sqlOn(await database.connect());
    await (readOnly ? checkVersion(writer, file) : migrate(writer, file));

    const queue = writeQueue(writer, file, readOnly);
    let lastRead: Promise<unknown> = Promise.resolve();
    const read = (statement: string, parameters?: Parameters): Promise<readonly StoredRow[]> => {
      const rows = lastRead.then(() => reader.all(statement, parameters));
      lastRead = rows.catch(() => undefined);
      return rows.catch((error: unknown) => {
        throw error instanceof TollgateError
          ? error
          : new RunFailedError(`the store ${file} cannot be read: ${String(error)}`, { cause: error });
      });
    };
    const writtenBodies: WrittenBodies = { recorded: new Set(), ofRun: new Set() };
    const context: StoreContext = {
      queue,
      filter: contentFilter(content),
      read,
      readAll: async (statement, parameters) => {
        await queue.flush();
        return read(statement, parameters);
      },
      writtenBodies,
    };
    let closing: Promise<void> | undefined;
    return {
      file: database.file,
      content,
      readOnly,
      ...runTables(context),
      ...trialTables(context),
      ...recordingTable(context),
      ...artifactTable(context),
      promotions: promotionLedger(context),
      testUses: testUseLog(context),
      flush: queue.flush,
      maintain: async (work) => {
        const result = await queue.transaction(work);
        // Bodies may be gone now: what comes next is written again.
        writtenBodies.recorded.clear();
        writtenBodies.ofRun.clear();
        return result;
      },
      close: () => {
        closing ??= (async () => {
          try {
            await queue.end();
            await lastRead;
            // Another opening of the same file may be in a transaction; then its own close checkpoints.
            if (!readOnly) await writer.run('CHECKPOINT').catch(() => undefined);
          } finally {
            database.close();
          }
        })();
        return closing;
      },
    };
  } catch (error) {
    database.close();
    throw error;
  }
}
