import { ConfigurationError } from '../core/errors.ts';
import { quantity } from './rows.ts';
import type { Sql } from './sql.ts';

interface Migration {
  readonly version: number;
  readonly name: string;
  readonly statements: string;
}

/** What is written here once is never edited: a change of the tables is a further migration. Money is nano-dollars. */
const migrations: readonly Migration[] = [
  {
    version: 1,
    name: 'runs, trials, recordings, ledger',
    statements: `
      CREATE TABLE runs (
        id VARCHAR PRIMARY KEY, suite_name VARCHAR NOT NULL, suite_file VARCHAR NOT NULL,
        suite_digest VARCHAR NOT NULL, dataset_digest VARCHAR NOT NULL, code_digest VARCHAR NOT NULL,
        seed VARCHAR NOT NULL, repeats INTEGER NOT NULL,
        tollgate_version VARCHAR NOT NULL, catalogue_version VARCHAR NOT NULL, node_version VARCHAR NOT NULL,
        git_commit VARCHAR, started_at TIMESTAMP NOT NULL, finished_at TIMESTAMP, status VARCHAR NOT NULL,
        options JSON NOT NULL, no_replay BOOLEAN NOT NULL);
      CREATE TABLE arms (
        run_id VARCHAR NOT NULL, ordinal INTEGER NOT NULL, id VARCHAR NOT NULL, role VARCHAR NOT NULL,
        name VARCHAR NOT NULL, stack JSON NOT NULL);
      CREATE TABLE candidates (
        run_id VARCHAR NOT NULL, ordinal INTEGER NOT NULL, name VARCHAR NOT NULL, arm_id VARCHAR NOT NULL,
        description VARCHAR, optimization VARCHAR NOT NULL, settings JSON NOT NULL, artifact_key VARCHAR);
      CREATE TABLE prices (
        run_id VARCHAR NOT NULL, model VARCHAR NOT NULL, source VARCHAR NOT NULL, version VARCHAR NOT NULL,
        input_per_million BIGINT NOT NULL, cached_input_per_million BIGINT NOT NULL,
        cache_write_per_million BIGINT NOT NULL, output_per_million BIGINT NOT NULL,
        reasoning_per_million BIGINT NOT NULL, training_per_million BIGINT,
        long_context JSON NOT NULL, tiers JSON NOT NULL);
      CREATE SEQUENCE trial_blocks;
      CREATE TABLE trials (
        trial_id BIGINT NOT NULL, run_id VARCHAR NOT NULL, arm_id VARCHAR NOT NULL, case_id VARCHAR NOT NULL,
        repeat INTEGER NOT NULL, split VARCHAR NOT NULL, outcome VARCHAR NOT NULL, output VARCHAR,
        tool_calls JSON, error_name VARCHAR, error_message VARCHAR, milliseconds DOUBLE,
        pass BOOLEAN NOT NULL, score DOUBLE NOT NULL, as_billed BIGINT NOT NULL, paid BIGINT NOT NULL,
        recorded_at TIMESTAMP NOT NULL);
      CREATE TABLE charges (
        trial_id BIGINT NOT NULL, ordinal INTEGER NOT NULL, judge BOOLEAN NOT NULL, purpose VARCHAR NOT NULL,
        step VARCHAR NOT NULL, provider VARCHAR NOT NULL, model VARCHAR NOT NULL, service_tier VARCHAR NOT NULL,
        input_tokens BIGINT NOT NULL, cached_input_tokens BIGINT NOT NULL, cache_write_tokens BIGINT NOT NULL,
        output_tokens BIGINT NOT NULL, reasoning_tokens BIGINT NOT NULL,
        as_billed BIGINT NOT NULL, paid BIGINT NOT NULL, wait_milliseconds DOUBLE NOT NULL,
        milliseconds DOUBLE NOT NULL, replayed BOOLEAN NOT NULL, failed BOOLEAN NOT NULL);
      CREATE TABLE decisions (
        trial_id BIGINT NOT NULL, ordinal INTEGER NOT NULL, name VARCHAR NOT NULL, choice VARCHAR NOT NULL,
        score DOUBLE);
      CREATE TABLE scores (
        trial_id BIGINT NOT NULL, ordinal INTEGER NOT NULL, assertion VARCHAR NOT NULL, metric VARCHAR,
        score DOUBLE NOT NULL, weight DOUBLE NOT NULL, pass BOOLEAN NOT NULL, reason VARCHAR NOT NULL);
      CREATE TABLE exchanges (
        trial_id BIGINT NOT NULL, ordinal INTEGER NOT NULL, purpose VARCHAR NOT NULL, step VARCHAR NOT NULL,
        request_digest VARCHAR NOT NULL, response_digest VARCHAR, attempts JSON, failure VARCHAR);
      CREATE TABLE bodies (
        run_id VARCHAR NOT NULL, digest VARCHAR NOT NULL, body JSON NOT NULL, written_at TIMESTAMP NOT NULL);
      CREATE TABLE verdicts (
        run_id VARCHAR NOT NULL, ordinal INTEGER NOT NULL, candidate VARCHAR NOT NULL, kind VARCHAR NOT NULL,
        p DOUBLE, adjusted_p DOUBLE, sentence VARCHAR NOT NULL, gates JSON NOT NULL);
      CREATE TABLE recordings (
        key VARCHAR NOT NULL, run_id VARCHAR NOT NULL, arm_id VARCHAR NOT NULL, case_id VARCHAR NOT NULL,
        repeat INTEGER NOT NULL, model VARCHAR NOT NULL, recorded_at TIMESTAMP NOT NULL,
        response_digest VARCHAR, response JSON, failure JSON, attempts JSON NOT NULL, replayable BOOLEAN NOT NULL);
      CREATE INDEX recordings_by_key ON recordings (key);
      CREATE TABLE artifacts (
        key VARCHAR NOT NULL, run_id VARCHAR NOT NULL, optimization VARCHAR NOT NULL, artifact JSON NOT NULL,
        set_up_cost BIGINT NOT NULL, created_at TIMESTAMP NOT NULL);
      CREATE TABLE promotions (
        ordinal BIGINT NOT NULL, suite_name VARCHAR NOT NULL, action VARCHAR NOT NULL, candidate VARCHAR,
        reason VARCHAR NOT NULL, promoted_at TIMESTAMP NOT NULL, stack JSON NOT NULL, run_ids JSON NOT NULL,
        artifact_keys JSON NOT NULL);
      CREATE TABLE test_uses (
        suite_name VARCHAR NOT NULL, dataset_digest VARCHAR NOT NULL, candidate_digest VARCHAR NOT NULL,
        observations_digest VARCHAR NOT NULL,
        run_id VARCHAR NOT NULL, round INTEGER NOT NULL, used_at TIMESTAMP NOT NULL);
      CREATE TABLE evidence (run_id VARCHAR NOT NULL, evidence JSON NOT NULL);`,
  },
  {
    version: 2,
    name: 'calls that several requests share',
    statements: 'ALTER TABLE charges ADD COLUMN shared_by INTEGER;',
  },
];

export const newestVersion = migrations.length;

async function currentVersion(sql: Sql, file: string): Promise<number> {
  const tables = await sql.all(
    "SELECT table_name FROM information_schema.tables WHERE table_schema = 'main'",
  );
  if (tables.length === 0) return 0;
  if (!tables.some((row) => row['table_name'] === 'schema_migrations')) {
    throw new ConfigurationError([{ message: `${file} is a DuckDB database, but not one of Tollgate's.` }], {
      advice: 'Use another file as store.file.',
    });
  }
  const [row] = await sql.all('SELECT coalesce(max(version), 0) AS version FROM schema_migrations');
  return row === undefined ? 0 : quantity(row, 'version');
}

function refuseNewer(version: number, file: string): void {
  if (version <= newestVersion) return;
  throw new ConfigurationError(
    [
      {
        message: `the store ${file} has version ${version}; this Tollgate knows versions up to ${newestVersion}.`,
      },
    ],
    { advice: 'Update Tollgate, or use another file as store.file.' },
  );
}

/** @throws ConfigurationError when the database is of another version, or not Tollgate's. */
export async function checkVersion(sql: Sql, file: string): Promise<void> {
  const version = await currentVersion(sql, file);
  refuseNewer(version, file);
  if (version < newestVersion) {
    throw new ConfigurationError(
      [{ message: `the store ${file} has version ${version}, which is older than ${newestVersion}.` }],
      { advice: 'Run any command that writes to it once: it brings the store up to date.' },
    );
  }
}

/**
 * Brings the tables up to date, each migration in its own transaction.
 * @throws ConfigurationError when the database is of a newer version, or not Tollgate's.
 */
export async function migrate(sql: Sql, file: string): Promise<void> {
  const version = await currentVersion(sql, file);
  refuseNewer(version, file);
  for (const migration of migrations.filter((candidate) => candidate.version > version)) {
    await sql.run('BEGIN');
    try {
      await sql.run(
        'CREATE TABLE IF NOT EXISTS schema_migrations (version INTEGER NOT NULL, name VARCHAR NOT NULL, applied_at TIMESTAMP NOT NULL)',
      );
      for (const statement of migration.statements.split(';')) {
        if (statement.trim() !== '') await sql.run(statement);
      }
      await sql.run('INSERT INTO schema_migrations VALUES ($version, $name, $now)', {
        version: migration.version,
        name: migration.name,
        now: new Date(),
      });
      await sql.run('COMMIT');
    } catch (error) {
      await sql.run('ROLLBACK').catch(() => undefined);
      throw error;
    }
  }
}
