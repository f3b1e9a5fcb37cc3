import type { DuckDBAppender, DuckDBConnection, DuckDBType, DuckDBValue } from '@duckdb/node-api';
import { DuckDBTypeId } from './duckdb-library.ts';
import type { Cell, NewRow, StoredRow } from './rows.ts';
import { timestampOf } from './rows.ts';

/** Named parameters of a statement, written `$name` in it. */
export type Parameters = { readonly [name: string]: Cell };

/** Statements on one connection, one after the other. */
export interface Sql {
  readonly all: (statement: string, parameters?: Parameters) => Promise<readonly StoredRow[]>;
  /** Returns how many rows changed. */
  readonly run: (statement: string, parameters?: Parameters) => Promise<number>;
  /** Appends rows, table by table; every row names all columns of its table. */
  readonly append: (rows: readonly NewRow[]) => Promise<void>;
}

function bound(parameters: Parameters): Record<string, DuckDBValue> {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, cell]) => [name, cell instanceof Date ? timestampOf(cell) : cell]),
  );
}

function appendCell(appender: DuckDBAppender, type: DuckDBType['typeId'], cell: Cell): void {
  if (cell === null) appender.appendNull();
  else if (typeof cell === 'string') appender.appendVarchar(cell);
  else if (typeof cell === 'bigint') appender.appendBigInt(cell);
  else if (typeof cell === 'boolean') appender.appendBoolean(cell);
  else if (typeof cell === 'object') appender.appendTimestamp(timestampOf(cell));
  else if (type === DuckDBTypeId.INTEGER) appender.appendInteger(cell);
  else appender.appendDouble(cell);
}

export function sqlOn(connection: DuckDBConnection): Sql {
  const columnsOf = new Map<string, readonly string[]>();

  const columns = async (table: string): Promise<readonly string[]> => {
    const known = columnsOf.get(table);
    if (known !== undefined) return known;
    const reader = await connection.runAndReadAll(`SELECT * FROM ${table} LIMIT 0`);
    const names = reader.columnNames();
    columnsOf.set(table, names);
    return names;
  };

  const appendTo = async (table: string, rows: readonly NewRow[]): Promise<void> => {
    const names = await columns(table);
    const appender = await connection.createAppender(table);
    try {
      const types = names.map((_, index) => appender.columnType(index).typeId);
      for (const { values } of rows) {
        if (Object.keys(values).length !== names.length) {
          throw new TypeError(`a row of "${table}" must name ${names.join(', ')}`);
        }
        names.forEach((name, index) => {
          const cell = values[name];
          if (cell === undefined) throw new TypeError(`a row of "${table}" has no "${name}"`);
          appendCell(appender, types[index] ?? DuckDBTypeId.INVALID, cell);
        });
        appender.endRow();
      }
      appender.flushSync();
    } finally {
      appender.closeSync();
    }
  };

  return {
    all: async (statement, parameters = {}) => {
      const reader = await connection.runAndReadAll(statement, bound(parameters));
      return reader.getRowObjects();
    },
    run: async (statement, parameters = {}) => {
      const result = await connection.run(statement, bound(parameters));
      return result.rowsChanged;
    },
    append: async (rows) => {
      const byTable = new Map<string, NewRow[]>();
      for (const row of rows) {
        const group = byTable.get(row.table);
        if (group === undefined) byTable.set(row.table, [row]);
        else group.push(row);
      }
      for (const [table, group] of byTable) await appendTo(table, group);
    },
  };
}
