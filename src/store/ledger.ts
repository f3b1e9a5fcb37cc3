import type { StoreContext } from './context.ts';
import { type ArtifactRecord, type PromotionRecord, promotionActions, type TestUse } from './records.ts';
import { date, encodeJson, json, money, oneOf, optional, quantity, type StoredRow, text } from './rows.ts';
import { maskSecrets, maskSecretsInJson } from './secrets.ts';
import type { PromotionLedger, Store, TestUseLog } from './store.ts';

function promotionOf(row: StoredRow): PromotionRecord {
  return {
    suiteName: text(row, 'suite_name'),
    action: oneOf(row, 'action', promotionActions),
    ...optional('candidate', row, 'candidate', text),
    reason: text(row, 'reason'),
    at: date(row, 'promoted_at'),
    stack: json(row, 'stack'),
    runIds: json(row, 'run_ids'),
    artifactKeys: json(row, 'artifact_keys'),
  };
}

export function promotionLedger({ queue, readAll }: StoreContext): PromotionLedger {
  return {
    append: (promotion) =>
      queue.transaction(async (sql) => {
        const [row] = await sql.all('SELECT coalesce(max(ordinal), 0) AS last FROM promotions');
        const last = row === undefined ? 0 : quantity(row, 'last');
        await sql.append([
          {
            table: 'promotions',
            values: {
              ordinal: BigInt(last + 1),
              suite_name: promotion.suiteName,
              action: promotion.action,
              candidate: promotion.candidate ?? null,
              reason: maskSecrets(promotion.reason),
              promoted_at: promotion.at,
              stack: encodeJson(maskSecretsInJson(promotion.stack)),
              run_ids: encodeJson(promotion.runIds),
              artifact_keys: encodeJson(promotion.artifactKeys),
            },
          },
        ]);
      }),
    list: async (suiteName) => {
      const rows = await readAll(
        'SELECT * FROM promotions WHERE $suite IS NULL OR suite_name = $suite ORDER BY ordinal',
        { suite: suiteName ?? null },
      );
      return rows.map(promotionOf);
    },
    current: async (suiteName) => {
      const [row] = await readAll(
        'SELECT * FROM promotions WHERE suite_name = $suite ORDER BY ordinal DESC LIMIT 1',
        { suite: suiteName },
      );
      return row === undefined ? undefined : promotionOf(row);
    },
  };
}

function testUseOf(row: StoredRow): TestUse {
  return {
    suiteName: text(row, 'suite_name'),
    datasetDigest: text(row, 'dataset_digest'),
    candidateDigest: text(row, 'candidate_digest'),
    observationsDigest: text(row, 'observations_digest'),
    runId: text(row, 'run_id'),
    round: quantity(row, 'round'),
    at: date(row, 'used_at'),
  };
}

export function testUseLog({ queue, readAll }: StoreContext): TestUseLog {
  return {
    list: async ({ suiteName, candidateDigest }) => {
      const rows = await readAll(
        `SELECT * FROM test_uses WHERE suite_name = $suite AND ($candidate IS NULL OR candidate_digest = $candidate)
         ORDER BY used_at, rowid`,
        { suite: suiteName, candidate: candidateDigest ?? null },
      );
      return rows.map(testUseOf);
    },
    append: async (use) => {
      await queue.append([
        {
          table: 'test_uses',
          values: {
            suite_name: use.suiteName,
            dataset_digest: use.datasetDigest,
            candidate_digest: use.candidateDigest,
            observations_digest: use.observationsDigest,
            run_id: use.runId,
            round: use.round,
            used_at: use.at,
          },
        },
      ]);
      await queue.flush();
    },
  };
}

function artifactOf(row: StoredRow): ArtifactRecord {
  return {
    key: text(row, 'key'),
    runId: text(row, 'run_id'),
    optimization: text(row, 'optimization'),
    artifact: json(row, 'artifact'),
    setUpCost: money(row, 'set_up_cost'),
    createdAt: date(row, 'created_at'),
  };
}

/**
 * Artifacts are kept whole under every content policy, secrets apart: they are what a promoted stack runs, and a model
 * that was paid for must be found again.
 */
export function artifactTable({
  queue,
  readAll,
}: StoreContext): Pick<Store, 'saveArtifact' | 'findArtifact'> {
  return {
    saveArtifact: async (record) => {
      await queue.append([
        {
          table: 'artifacts',
          values: {
            key: record.key,
            run_id: record.runId,
            optimization: record.optimization,
            artifact: encodeJson(maskSecretsInJson(record.artifact)),
            set_up_cost: BigInt(record.setUpCost),
            created_at: record.createdAt,
          },
        },
      ]);
    },
    findArtifact: async (key) => {
      const [row] = await readAll(
        'SELECT * FROM artifacts WHERE key = $key ORDER BY created_at DESC, rowid DESC LIMIT 1',
        { key },
      );
      return row === undefined ? undefined : artifactOf(row);
    },
  };
}
