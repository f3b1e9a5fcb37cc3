import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { ConfigurationError } from '../../src/core/errors.ts';
import { openReadOnly, type ReadOnlyDatabase } from '../../src/store/read-only.ts';
import { openForTest, temporaryFolder } from './fixtures/folder.ts';
import { scoredTrial } from './fixtures/records.ts';

async function openFilled(): Promise<{ readonly folder: string; readonly database: ReadOnlyDatabase }> {
  const folder = await temporaryFolder();
  const file = join(folder, 'store.duckdb');
  const store = await openForTest(file);
  for (let index = 0; index < 5; index += 1) {
    await store.recordTrial('run-1', scoredTrial(`case-${index}`), { splits: 'test' });
  }
  await store.close();
  const database = await openReadOnly(file);
  onTestFinished(database.close);
  return { folder, database };
}

it('answers a statement with columns, rows and whether there were more', async () => {
  const { database } = await openFilled();
  const result = await database.query('SELECT case_id, as_billed, pass FROM trials ORDER BY trial_id', {
    limit: 2,
  });
  expect(result).toEqual({
    columns: [
      { name: 'case_id', type: 'VARCHAR' },
      { name: 'as_billed', type: 'BIGINT' },
      { name: 'pass', type: 'BOOLEAN' },
    ],
    rows: [
      ['case-0', '1234567', true],
      ['case-1', '1234567', true],
    ],
    truncated: true,
  });
  expect((await database.query('FROM trials', { limit: 5 })).truncated).toBe(false);
});

it('prints big integers, decimals and times exactly', async () => {
  const { database } = await openFilled();
  const { rows } = await database.query(
    `SELECT 9007199254740993, 1.50::DECIMAL(10, 2), TIMESTAMP '2026-01-01 01:02:03.123456', 0.1::DOUBLE,
     sum(as_billed), NULL, 'infinity'::DOUBLE FROM trials`,
    { limit: 1 },
  );
  expect(rows).toEqual([
    ['9007199254740993', '1.50', '2026-01-01 01:02:03.123456', 0.1, '6172835', null, 'Infinity'],
  ]);
});

it('refuses to write, to reach other files and to loosen its settings', async () => {
  const { folder, database } = await openFilled();
  for (const statement of [
    'DELETE FROM trials',
    'CREATE TABLE more (id INTEGER)',
    'CREATE TEMP TABLE more (id INTEGER)',
    `COPY trials TO '${folder}/out.csv'`,
    `EXPORT DATABASE '${folder}/out'`,
    `ATTACH '${folder}/other.duckdb' AS other`,
    "ATTACH ':memory:' AS other",
    'INSTALL httpfs',
    'LOAD httpfs',
    "SELECT * FROM read_text('/etc/hostname')",
    "SELECT * FROM '/etc/passwd.csv'",
    "SELECT * FROM glob('/etc/*')",
    'SET enable_external_access = true',
    'SET lock_configuration = false',
    'PRAGMA enable_profiling',
    'CHECKPOINT',
    'EXPLAIN ANALYZE DELETE FROM trials',
    'SELECT 1; DELETE FROM trials',
    'SELEC 1',
    '',
  ]) {
    await expect(database.query(statement, { limit: 10 }), statement).rejects.toBeInstanceOf(
      ConfigurationError,
    );
  }
  expect(existsSync(join(folder, 'out.csv'))).toBe(false);
  expect((await database.query('SELECT count(*) FROM trials', { limit: 1 })).rows).toEqual([['5']]);
});

it('says that there is no store where there is none', async () => {
  await expect(openReadOnly(join(await temporaryFolder(), 'none.duckdb'))).rejects.toThrow(
    'there is no store',
  );
});
