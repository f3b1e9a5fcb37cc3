import { RunFailedError } from '../core/errors.ts';
import type { Verdict, VerdictKind } from '../core/verdict.ts';
import type { StoreContext } from './context.ts';
import { priceOf, rowOfPrice } from './prices.ts';
import { type ArmRecord, armRoles, type CandidateRecord, type RunRecord, runStatuses } from './records.ts';
import {
  date,
  encodeJson,
  json,
  type NewRow,
  oneOf,
  optional,
  quantity,
  type StoredRow,
  type TableName,
  text,
  truth,
} from './rows.ts';
import { maskSecrets, maskSecretsInJson } from './secrets.ts';
import type { RunStore } from './store.ts';

const verdictKinds: readonly VerdictKind[] = ['promote', 'reject', 'undecided'];

function rowOfRun(run: RunRecord): NewRow {
  return {
    table: 'runs',
    values: {
      id: run.id,
      suite_name: run.suiteName,
      suite_file: run.suiteFile,
      suite_digest: run.digests.suite,
      dataset_digest: run.digests.dataset,
      code_digest: run.digests.code,
      seed: run.seed,
      repeats: run.repeats,
      tollgate_version: run.tollgateVersion,
      catalogue_version: run.catalogueVersion,
      node_version: run.nodeVersion,
      git_commit: run.gitCommit ?? null,
      started_at: run.startedAt,
      finished_at: run.finishedAt ?? null,
      status: run.status,
      options: encodeJson(maskSecretsInJson(run.options)),
      no_replay: run.noReplay,
    },
  };
}

function runOf(row: StoredRow): RunRecord {
  return {
    id: text(row, 'id'),
    suiteName: text(row, 'suite_name'),
    suiteFile: text(row, 'suite_file'),
    digests: {
      suite: text(row, 'suite_digest'),
      dataset: text(row, 'dataset_digest'),
      code: text(row, 'code_digest'),
    },
    seed: text(row, 'seed'),
    repeats: quantity(row, 'repeats'),
    tollgateVersion: text(row, 'tollgate_version'),
    catalogueVersion: text(row, 'catalogue_version'),
    nodeVersion: text(row, 'node_version'),
    ...optional('gitCommit', row, 'git_commit', text),
    startedAt: date(row, 'started_at'),
    ...optional('finishedAt', row, 'finished_at', date),
    status: oneOf(row, 'status', runStatuses),
    options: json(row, 'options'),
    noReplay: truth(row, 'no_replay'),
  };
}

function armOf(row: StoredRow): ArmRecord {
  return {
    id: text(row, 'id'),
    role: oneOf(row, 'role', armRoles),
    name: text(row, 'name'),
    stack: json(row, 'stack'),
  };
}

function candidateOf(row: StoredRow): CandidateRecord {
  return {
    name: text(row, 'name'),
    armId: text(row, 'arm_id'),
    ...optional('description', row, 'description', text),
    optimization: text(row, 'optimization'),
    settings: json(row, 'settings'),
    ...optional('artifactKey', row, 'artifact_key', text),
  };
}

function verdictOf(row: StoredRow): Verdict {
  return {
    candidate: text(row, 'candidate'),
    kind: oneOf(row, 'kind', verdictKinds),
    gates: json(row, 'gates'),
    ...optional('p', row, 'p', quantity),
    ...optional('adjustedP', row, 'adjusted_p', quantity),
    sentence: text(row, 'sentence'),
  };
}

export function runTables({ queue, readAll }: StoreContext): RunStore {
  const replace = (table: TableName, runId: string, rows: readonly NewRow[]): Promise<void> =>
    queue.transaction(async (sql) => {
      await sql.run(`DELETE FROM ${table} WHERE run_id = $run`, { run: runId });
      await sql.append(rows);
    });
  const ofRun = (table: TableName, runId: string, order: string): Promise<readonly StoredRow[]> =>
    readAll(`SELECT * FROM ${table} WHERE run_id = $run ORDER BY ${order}`, { run: runId });

  return {
    startRun: (run) =>
      queue.transaction(async (sql) => {
        const taken = await sql.all('SELECT id FROM runs WHERE id = $id', { id: run.id });
        if (taken.length > 0) throw new RunFailedError(`the store already has a run ${run.id}`);
        await sql.append([rowOfRun(run)]);
      }),
    finishRun: (id, end) =>
      queue.transaction(async (sql) => {
        const changed = await sql.run(
          'UPDATE runs SET status = $status, finished_at = $finished WHERE id = $id',
          { id, status: end.status, finished: end.finishedAt },
        );
        if (changed === 0) throw new RunFailedError(`the store has no run ${id}`);
      }),
    findRun: async (id) => {
      const [row] = await readAll('SELECT * FROM runs WHERE id = $id', { id });
      return row === undefined ? undefined : runOf(row);
    },
    listRuns: async ({ suite, limit }) => {
      const rows = await readAll(
        `SELECT * FROM runs WHERE $suite IS NULL OR suite_name = $suite
         ORDER BY started_at DESC, id DESC LIMIT $limit`,
        { suite: suite ?? null, limit: BigInt(limit) },
      );
      return rows.map(runOf);
    },
    latestUnfinishedRun: async (suiteName, digests) => {
      const [row] = await readAll(
        `SELECT * FROM runs WHERE suite_name = $suiteName AND status <> 'finished'
         AND suite_digest = $suite AND dataset_digest = $dataset AND code_digest = $code
         ORDER BY started_at DESC, id DESC LIMIT 1`,
        { suiteName, ...digests },
      );
      return row === undefined ? undefined : runOf(row);
    },
    saveArms: (runId, arms) =>
      replace(
        'arms',
        runId,
        arms.map(({ id, role, name, stack }, ordinal) => ({
          table: 'arms',
          values: {
            run_id: runId,
            ordinal,
            id,
            role,
            name,
            stack: encodeJson(maskSecretsInJson(stack)),
          },
        })),
      ),
    listArms: async (runId) => (await ofRun('arms', runId, 'ordinal')).map(armOf),
    saveCandidates: (runId, candidates) =>
      replace(
        'candidates',
        runId,
        candidates.map((candidate, ordinal) => ({
          table: 'candidates',
          values: {
            run_id: runId,
            ordinal,
            name: candidate.name,
            arm_id: candidate.armId,
            description: candidate.description === undefined ? null : maskSecrets(candidate.description),
            optimization: candidate.optimization,
            settings: encodeJson(maskSecretsInJson(candidate.settings)),
            artifact_key: candidate.artifactKey ?? null,
          },
        })),
      ),
    listCandidates: async (runId) => (await ofRun('candidates', runId, 'ordinal')).map(candidateOf),
    savePrices: (runId, prices) =>
      replace(
        'prices',
        runId,
        prices.map((price) => rowOfPrice(runId, price)),
      ),
    listPrices: async (runId) => (await ofRun('prices', runId, 'model')).map(priceOf),
    saveVerdicts: (runId, verdicts) =>
      replace(
        'verdicts',
        runId,
        verdicts.map((verdict, ordinal) => ({
          table: 'verdicts',
          values: {
            run_id: runId,
            ordinal,
            candidate: verdict.candidate,
            kind: verdict.kind,
            p: verdict.p ?? null,
            adjusted_p: verdict.adjustedP ?? null,
            sentence: maskSecrets(verdict.sentence),
            gates: encodeJson(verdict.gates),
          },
        })),
      ),
    listVerdicts: async (runId) => (await ofRun('verdicts', runId, 'ordinal')).map(verdictOf),
    saveEvidence: (runId, evidence) =>
      replace('evidence', runId, [
        { table: 'evidence', values: { run_id: runId, evidence: encodeJson(evidence) } },
      ]),
    findEvidence: async (runId) => {
      const [row] = await ofRun('evidence', runId, 'run_id');
      return row === undefined ? undefined : json(row, 'evidence');
    },
  };
}
