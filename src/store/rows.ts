import type { DuckDBValue, DuckDBTimestampValue as Timestamp } from '@duckdb/node-api';
import { type NanoDollars, type NanoDollarsPerMillion, nanoDollars } from '../core/money.ts';
import { DuckDBTimestampValue } from './duckdb-library.ts';

/** What one column of one row holds; money and counts are bigint, times are UTC. */
export type Cell = string | number | bigint | boolean | Date | null;

export const tableNames = [
  'runs',
  'arms',
  'candidates',
  'trials',
  'charges',
  'decisions',
  'scores',
  'exchanges',
  'bodies',
  'verdicts',
  'evidence',
  'promotions',
  'prices',
  'recordings',
  'artifacts',
  'test_uses',
] as const;
export type TableName = (typeof tableNames)[number];

/** A row to append; it names every column of its table. */
export interface NewRow {
  readonly table: TableName;
  readonly values: { readonly [column: string]: Cell };
}

/** A row as DuckDB returns it. */
export type StoredRow = Readonly<Record<string, DuckDBValue>>;

export function timestampOf(date: Date): Timestamp {
  return new DuckDBTimestampValue(BigInt(date.getTime()) * 1000n);
}

/** JSON text that keeps infinities and NaN, which JSON has no form for: `{"$number":"-Infinity"}`. */
export function encodeJson(value: unknown): string {
  return JSON.stringify(value, (_key, member: unknown) =>
    typeof member === 'number' && !Number.isFinite(member) ? { $number: String(member) } : member,
  );
}

function revive(_key: string, member: unknown): unknown {
  if (typeof member !== 'object' || member === null || !('$number' in member)) return member;
  return Object.keys(member).length === 1 ? Number(member.$number) : member;
}

function wrong(row: StoredRow, column: string, wanted: string): TypeError {
  return new TypeError(`column "${column}" holds ${String(row[column])}, which is not ${wanted}`);
}

export function isNull(row: StoredRow, column: string): boolean {
  return row[column] === null || row[column] === undefined;
}

export function text(row: StoredRow, column: string): string {
  const value = row[column];
  if (typeof value !== 'string') throw wrong(row, column, 'a text');
  return value;
}

export function truth(row: StoredRow, column: string): boolean {
  const value = row[column];
  if (typeof value !== 'boolean') throw wrong(row, column, 'true or false');
  return value;
}

/** A floating-point or whole number. @throws RangeError when a `number` cannot hold it exactly. */
export function quantity(row: StoredRow, column: string): number {
  const value = row[column];
  if (typeof value === 'number') return value;
  if (typeof value !== 'bigint') throw wrong(row, column, 'a number');
  if (!Number.isSafeInteger(Number(value))) throw new RangeError(`column "${column}" holds ${value}`);
  return Number(value);
}

export function money(row: StoredRow, column: string): NanoDollars {
  return nanoDollars(quantity(row, column));
}

function isPrice(value: number): value is NanoDollarsPerMillion {
  return Number.isSafeInteger(value) && value >= 0;
}

/** A price in nano-dollars per million, exactly as it was stored. */
export function price(row: StoredRow, column: string): NanoDollarsPerMillion {
  const value = quantity(row, column);
  if (!isPrice(value)) throw wrong(row, column, 'a price');
  return value;
}

export function date(row: StoredRow, column: string): Date {
  const value = row[column];
  if (!(value instanceof DuckDBTimestampValue)) throw wrong(row, column, 'a time');
  return new Date(Number(value.micros / 1000n));
}

export function oneOf<Name extends string>(row: StoredRow, column: string, names: readonly Name[]): Name {
  const name = names.find((candidate) => candidate === row[column]);
  if (name === undefined) throw wrong(row, column, `one of ${names.join(', ')}`);
  return name;
}

/** What `encodeJson` wrote; the caller states the type, as it wrote the value. */
export function json(row: StoredRow, column: string): ReturnType<typeof JSON.parse> {
  return JSON.parse(text(row, column), revive);
}

/** `{ [name]: value }`, or nothing when the column is null. */
export function optional<Name extends string, Value>(
  name: Name,
  row: StoredRow,
  column: string,
  read: (row: StoredRow, column: string) => Value,
): { readonly [key in Name]?: Value } {
  if (isNull(row, column)) return {};
  const member: { [key in Name]?: Value } = {};
  member[name] = read(row, column);
  return member;
}
