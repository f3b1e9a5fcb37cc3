import type { DuckDBConnection, Json as DuckDBJson, StatementType as Kind } from '@duckdb/node-api';
import { ConfigurationError } from '../core/errors.ts';
import type { Json } from '../core/json.ts';
import { openDatabase } from './duckdb.ts';
import { StatementType } from './duckdb-library.ts';

export interface QueryResult {
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  /**
   * Numbers that a JSON number cannot hold exactly (BIGINT, DECIMAL, HUGEINT) and times are exact texts; doubles are
   * numbers, infinities and NaN texts.
   */
  readonly rows: readonly (readonly Json[])[];
  /** True when there were more rows than the limit. */
  readonly truncated: boolean;
}

/** A store opened for statements of a user, who can neither write nor reach another file. */
export interface ReadOnlyDatabase {
  /** @throws ConfigurationError for more or less than one statement, one that does not read, or one that fails. */
  readonly query: (sql: string, options: { readonly limit: number }) => Promise<QueryResult>;
  readonly close: () => void;
}

const readingStatements: ReadonlySet<Kind> = new Set([StatementType.SELECT, StatementType.EXPLAIN]);

function refusal(message: string, cause?: unknown): ConfigurationError {
  return new ConfigurationError([{ message }], cause === undefined ? {} : { cause });
}

function plain(value: DuckDBJson | null): Json {
  return value;
}

async function runQuery(connection: DuckDBConnection, sql: string, limit: number): Promise<QueryResult> {
  const statements = await connection.extractStatements(sql);
  if (statements.count !== 1) throw refusal(`one statement is expected, not ${statements.count}.`);
  const prepared = await statements.prepare(0);
  try {
    if (!readingStatements.has(prepared.statementType)) {
      throw refusal(
        `${StatementType[prepared.statementType]} is not allowed: the store is open for reading only.`,
      );
    }
    const reader = await prepared.streamAndReadUntil(limit + 1);
    const names = reader.columnNames();
    const types = reader.columnTypes();
    return {
      columns: names.map((name, index) => ({ name, type: String(types[index]) })),
      rows: reader
        .getRowsJson()
        .slice(0, limit)
        .map((row) => row.map(plain)),
      truncated: reader.currentRowCount > limit,
    };
  } finally {
    prepared.destroySync();
  }
}

/**
 * Opens a store for `query` alone.
 *
 * @throws ConfigurationError when there is no such store. @throws RunFailedError when a process is writing to it.
 */
export async function openReadOnly(file: string): Promise<ReadOnlyDatabase> {
  const database = await openDatabase(file, 'sql');
  const connection = await database.connect();
  return {
    query: async (sql, { limit }) => {
      try {
        return await runQuery(connection, sql, limit);
      } catch (error) {
        if (error instanceof ConfigurationError) throw error;
        throw refusal(error instanceof Error ? error.message : String(error), error);
      }
    },
    close: database.close,
  };
}
