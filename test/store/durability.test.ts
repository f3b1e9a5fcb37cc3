import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DuckDBInstance } from '@duckdb/node-api';
import { expect, it, onTestFinished } from 'vitest';
import { RunFailedError } from '../../src/core/errors.ts';
import { openReadOnly } from '../../src/store/read-only.ts';
import { openForTest, temporaryFolder } from './fixtures/folder.ts';
import { recording, runRecord, scoredTrial } from './fixtures/records.ts';

const holder = new URL('./fixtures/hold.ts', import.meta.url);
const writer = new URL('./fixtures/write-until-killed.ts', import.meta.url);

function start(script: URL, ...words: readonly string[]): ChildProcess {
  const child = spawn(process.execPath, ['--import', 'tsx', fileURLToPath(script), ...words], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

async function firstOutput(child: ChildProcess): Promise<void> {
  if (child.stdout !== null) await once(child.stdout, 'data');
}

async function kill(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

it('loses at most the last 250 ms when it is killed while writing', async () => {
  const file = join(await temporaryFolder(), 'store.duckdb');
  const child = start(writer, file);
  let output = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  const closed = once(child, 'close');
  while (output.split('\n').length < 400) await new Promise((resolve) => setTimeout(resolve, 20));
  child.kill('SIGKILL');
  const killedAt = Date.now();
  await closed;

  const store = await openForTest(file);
  const finished = new Set((await store.finishedTrials('run-1')).map((trial) => trial.caseId));
  const submitted = output
    .trim()
    .split('\n')
    .map((line) => line.split(' ').map(Number));
  const isLost = submitted.map(([index]) => !finished.has(`case-${index}`));
  const times = submitted.map(([, at = 0]) => at);
  const pauses = times.slice(1).map((at, index) => at - (times[index] ?? at));
  expect(finished.size).toBeGreaterThan(100);
  expect(isLost.slice(isLost.indexOf(true)).includes(false) && isLost.includes(true)).toBe(false);
  // Where the machine held the child up for longer than it asked for, it could not commit either.
  const allowance = 250 + Math.max(0, ...pauses);
  const lost = times.filter((_, index) => isLost[index]);
  for (const at of lost) expect(killedAt - at).toBeLessThanOrEqual(allowance);
  const keys = [...finished].map((caseId) => caseId.replace('case', 'key'));
  expect((await store.findRecordings(keys)).size).toBe(keys.length);
  expect((await store.latestUnfinishedRun('triage', runRecord('run-1').digests))?.id).toBe('run-1');
});

it('can be read after a kill without being written first', async () => {
  const file = join(await temporaryFolder(), 'store.duckdb');
  const child = start(writer, file);
  await firstOutput(child);
  await new Promise((resolve) => setTimeout(resolve, 300));
  await kill(child);
  const database = await openReadOnly(file);
  onTestFinished(database.close);
  const { rows } = await database.query('SELECT count(*) > 0 FROM trials', { limit: 1 });
  expect(rows).toEqual([[true]]);
});

it('names the process that holds the store, with what it runs and what to do', async () => {
  const file = join(await temporaryFolder(), 'store.duckdb');
  const child = start(holder, file, '--api-key=abcdef123456');
  await firstOutput(child);
  const failure = await openForTest(file).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(RunFailedError);
  if (!(failure instanceof RunFailedError)) return;
  expect(failure.message).toContain(`process ${child.pid}`);
  expect(failure.message).not.toContain('abcdef123456');
  if (process.platform === 'linux') {
    expect(failure.message).toContain('hold.ts');
    expect(failure.message).toMatch(/running since \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC/);
  }
  expect(failure.advice).toContain(`kill ${child.pid}`);
  expect(failure.advice).toContain('store.file');
  await expect(openReadOnly(file)).rejects.toThrow(`process ${child.pid}`);
  await kill(child);
  await openForTest(file);
});

it('lets two openings in one process write to the same store', async () => {
  const file = join(await temporaryFolder(), 'store.duckdb');
  const [first, second] = await Promise.all([openForTest(file), openForTest(file)]);
  await first.recordTrial('run-1', scoredTrial('case-1'), { splits: 'test' });
  await second.recordTrial('run-1', scoredTrial('case-2'), { splits: 'test' });
  await first.flush();
  await second.flush();
  expect((await first.finishedTrials('run-1')).map((trial) => trial.caseId).sort()).toEqual([
    'case-1',
    'case-2',
  ]);
  expect(await second.finishedTrials('run-1')).toEqual(await first.finishedTrials('run-1'));
});

it('reports a write that failed on every later call', async () => {
  const store = await openForTest(join(await temporaryFolder(), 'store.duckdb'));
  await store.maintain(async (sql) => {
    await sql.run('DROP TABLE recordings');
  });
  await store.saveRecording(recording('key-1', 'lost'));
  await expect(store.flush()).rejects.toThrow(/could not write 1 row.*recordings/);
  await expect(store.recordTrial('run-1', scoredTrial('case-1'), { splits: 'test' })).rejects.toBeInstanceOf(
    RunFailedError,
  );
  await expect(store.findRun('run-1')).rejects.toBeInstanceOf(RunFailedError);
  await expect(store.close()).rejects.toBeInstanceOf(RunFailedError);
});

it('makes a trial visible whole or not at all', async () => {
  const store = await openForTest(':memory:');
  const trial = scoredTrial('case-1');
  const broken = {
    ...trial,
    charges: trial.charges.map((one) => ({ ...one, usage: { ...one.usage, outputTokens: 0.5 } })),
  };
  await expect(store.recordTrial('run-1', broken, { splits: 'test' })).rejects.toBeInstanceOf(RangeError);
  await store.recordTrial('run-1', scoredTrial('case-2'), { splits: 'test' });
  expect((await store.finishedTrials('run-1')).map(({ caseId }) => caseId)).toEqual(['case-2']);
});

it('refuses a database of a newer version, of another program, and a file that is none', async () => {
  const folder = await temporaryFolder();
  const newer = join(folder, 'newer.duckdb');
  const store = await openForTest(newer);
  await store.maintain(async (sql) => {
    await sql.run("INSERT INTO schema_migrations VALUES (99, 'from the future', now()::TIMESTAMP)");
  });
  await store.close();
  await expect(openForTest(newer)).rejects.toThrow(/has version 99; this Tollgate knows versions up to 2/);

  const foreign = join(folder, 'foreign.duckdb');
  const instance = await DuckDBInstance.create(foreign);
  const connection = await instance.connect();
  await connection.run('CREATE TABLE runs (id INTEGER)');
  connection.closeSync();
  instance.closeSync();
  await expect(openForTest(foreign)).rejects.toThrow("not one of Tollgate's");

  await expect(openForTest(import.meta.filename)).rejects.toThrow(
    'is not a database that this Tollgate can read',
  );
});

it('opens for reading only what is there, and writes nothing to it', async () => {
  const file = join(await temporaryFolder(), 'store.duckdb');
  await expect(openForTest(file, { readOnly: true })).rejects.toThrow(`there is no store at ${file}`);
  const written = await openForTest(file);
  await written.startRun(runRecord('run-1'));
  await written.close();
  const store = await openForTest(file, { readOnly: true });
  expect((await store.findRun('run-1'))?.id).toBe('run-1');
  await expect(store.startRun(runRecord('run-2'))).rejects.toThrow('open for reading only');
  await expect(store.saveRecording(recording('key-1', 'no'))).rejects.toThrow('open for reading only');
});
