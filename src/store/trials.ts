import { splits } from '../core/case.ts';
import { purposes } from '../core/middleware.ts';
import { type Attempt, serviceTiers } from '../core/request.ts';
import type { Charge, Exchange, Outcome } from '../core/trial.ts';
import type { StoreContext } from './context.ts';
import type { StoredTrial } from './records.ts';
import { decodeRequest, sharedDigests, sharedTextDigests } from './request-json.ts';
import { decodeResponse } from './response-json.ts';
import {
  isNull,
  json,
  money,
  type NewRow,
  oneOf,
  optional,
  quantity,
  type StoredRow,
  text,
  truth,
} from './rows.ts';
import type { TrialEntry, TrialFilter, TrialStore } from './store.ts';
import { rowsOfTrial } from './trial-rows.ts';

/** Trials that one opening of the store numbers before it asks for another block. */
const blockSize = 1_000_000n;

function chargeOf(row: StoredRow): Charge {
  return {
    purpose: oneOf(row, 'purpose', purposes),
    step: text(row, 'step'),
    provider: text(row, 'provider'),
    model: text(row, 'model'),
    serviceTier: oneOf(row, 'service_tier', serviceTiers),
    usage: {
      inputTokens: quantity(row, 'input_tokens'),
      cachedInputTokens: quantity(row, 'cached_input_tokens'),
      cacheWriteTokens: quantity(row, 'cache_write_tokens'),
      outputTokens: quantity(row, 'output_tokens'),
      reasoningTokens: quantity(row, 'reasoning_tokens'),
    },
    asBilled: money(row, 'as_billed'),
    paid: money(row, 'paid'),
    waitMilliseconds: quantity(row, 'wait_milliseconds'),
    milliseconds: quantity(row, 'milliseconds'),
    replayed: truth(row, 'replayed'),
    failed: truth(row, 'failed'),
    ...optional('sharedBy', row, 'shared_by', quantity),
  };
}

function outcomeOf(row: StoredRow): Outcome {
  return oneOf(row, 'outcome', ['answered', 'failed']) === 'answered'
    ? { kind: 'answered', output: text(row, 'output'), toolCalls: json(row, 'tool_calls') }
    : { kind: 'failed', errorName: text(row, 'error_name'), message: text(row, 'error_message') };
}

/** Nothing when the request was purged: there is nothing left to show. */
function exchangeOf(row: StoredRow, bodies: ReadonlyMap<string, string>): readonly Exchange[] {
  const request = bodies.get(text(row, 'request_digest'));
  if (request === undefined) return [];
  const body = isNull(row, 'response_digest') ? undefined : bodies.get(text(row, 'response_digest'));
  const attempts: readonly Attempt[] = isNull(row, 'attempts') ? [] : json(row, 'attempts');
  return [
    {
      purpose: oneOf(row, 'purpose', purposes),
      step: text(row, 'step'),
      request: decodeRequest(request, bodies),
      ...(body === undefined ? {} : { response: { ...decodeResponse(body), attempts } }),
      ...optional('failure', row, 'failure', text),
    },
  ];
}

function groupByTrial(rows: readonly StoredRow[]): ReadonlyMap<number, readonly StoredRow[]> {
  const groups = new Map<number, StoredRow[]>();
  for (const row of rows) {
    const trialId = quantity(row, 'trial_id');
    const group = groups.get(trialId);
    if (group === undefined) groups.set(trialId, [row]);
    else group.push(row);
  }
  return groups;
}

export function trialTables({ queue, filter, read, readAll, writtenBodies }: StoreContext): TrialStore {
  let nextId = 0n;
  let endOfBlock: Promise<bigint> | undefined;
  let lastOfBlock = 0n;

  const takeBlock = (): Promise<bigint> =>
    queue.transaction(async (sql) => {
      const [row] = await sql.all("SELECT nextval('trial_blocks') AS block");
      return row === undefined ? 0n : BigInt(quantity(row, 'block'));
    });

  const newTrialId = async (): Promise<bigint> => {
    while (nextId === lastOfBlock) {
      endOfBlock ??= takeBlock().then((block) => {
        nextId = block * blockSize;
        lastOfBlock = nextId + blockSize;
        endOfBlock = undefined;
        return block;
      });
      await endOfBlock;
    }
    const id = nextId;
    nextId += 1n;
    return id;
  };

  const chosen = async (runId: string, trialFilter: TrialFilter): Promise<readonly StoredRow[]> => {
    const rows = await readAll(
      `SELECT * FROM trials WHERE run_id = $run
       AND ($arms IS NULL OR arm_id IN (SELECT unnest(from_json($arms, '["VARCHAR"]'))))
       AND ($cases IS NULL OR case_id IN (SELECT unnest(from_json($cases, '["VARCHAR"]'))))
       ORDER BY trial_id`,
      {
        run: runId,
        arms: trialFilter.armIds === undefined ? null : JSON.stringify(trialFilter.armIds),
        cases: trialFilter.caseIds === undefined ? null : JSON.stringify(trialFilter.caseIds),
      },
    );
    const latest = new Map<string, StoredRow>();
    for (const row of rows) {
      const name = JSON.stringify([text(row, 'arm_id'), text(row, 'case_id'), quantity(row, 'repeat')]);
      latest.delete(name);
      latest.set(name, row);
    }
    return [...latest.values()];
  };

  const ownBodies = async (
    runId: string,
    digests: readonly string[],
  ): Promise<readonly (readonly [string, string])[]> => {
    const rows = await read(
      `SELECT digest, body FROM bodies WHERE run_id = $run
       AND digest IN (SELECT unnest(from_json($digests, '["VARCHAR"]')))`,
      { run: runId, digests: JSON.stringify([...new Set(digests)]) },
    );
    return rows.map((row) => [text(row, 'digest'), text(row, 'body')]);
  };

  const bodiesOf = async (
    runId: string,
    exchanges: readonly StoredRow[],
  ): Promise<ReadonlyMap<string, string>> => {
    const requests = await ownBodies(
      runId,
      exchanges.map((row) => text(row, 'request_digest')),
    );
    const responses = exchanges.flatMap((row) =>
      isNull(row, 'response_digest') ? [] : [text(row, 'response_digest')],
    );
    const recorded = await read(
      `SELECT response_digest AS digest, response AS body FROM recordings
       WHERE response IS NOT NULL AND response_digest IN (SELECT unnest(from_json($digests, '["VARCHAR"]')))
       ORDER BY recorded_at`,
      { digests: JSON.stringify([...new Set(responses)]) },
    );
    const shared = requests.flatMap(([, body]) => sharedDigests(body));
    const own = await ownBodies(runId, [...shared, ...responses]);
    return new Map([
      ...recorded.map((row) => [text(row, 'digest'), text(row, 'body')] as const),
      ...requests,
      ...own,
      ...(await ownBodies(
        runId,
        own.flatMap(([, body]) => sharedTextDigests(body)),
      )),
    ]);
  };

  const rowsOf: (runId: string, entry: TrialEntry) => Promise<readonly NewRow[]> = async (
    runId,
    { trial, splits: split },
  ) => {
    const trialId = await newTrialId();
    return rowsOfTrial(trial, { trialId, runId, split, recordedAt: new Date(), filter, writtenBodies });
  };

  return {
    recordTrial: async (runId, trial, context) => queue.append(await rowsOf(runId, { trial, ...context })),
    recordTogether: async (runId, entries) => {
      const rows: NewRow[] = [];
      for (const entry of entries) rows.push(...(await rowsOf(runId, entry)));
      await queue.append(rows);
    },
    finishedTrials: async (runId, trialFilter = {}) => {
      const trials = await chosen(runId, trialFilter);
      const details = async (table: string): Promise<readonly StoredRow[]> => {
        const rows = await read(
          `SELECT d.* FROM ${table} d WHERE d.trial_id IN (SELECT unnest(from_json($ids, '["BIGINT"]')))
           ORDER BY d.trial_id, d.ordinal`,
          { ids: JSON.stringify(trials.map((row) => quantity(row, 'trial_id'))) },
        );
        return rows;
      };
      const charges = groupByTrial(await details('charges'));
      const decisions = groupByTrial(await details('decisions'));
      const scores = groupByTrial(await details('scores'));
      const exchangeRows = await details('exchanges');
      const bodies = await bodiesOf(runId, exchangeRows);
      const exchanges = groupByTrial(exchangeRows);
      return trials.map((row): StoredTrial => {
        const id = quantity(row, 'trial_id');
        const charged = charges.get(id) ?? [];
        return {
          armId: text(row, 'arm_id'),
          caseId: text(row, 'case_id'),
          repeat: quantity(row, 'repeat'),
          split: oneOf(row, 'split', splits),
          outcome: outcomeOf(row),
          charges: charged.filter((charge) => !truth(charge, 'judge')).map(chargeOf),
          decisions: (decisions.get(id) ?? []).map((decision) => ({
            name: text(decision, 'name'),
            choice: text(decision, 'choice'),
            ...optional('score', decision, 'score', quantity),
          })),
          exchanges: (exchanges.get(id) ?? []).flatMap((exchange) => exchangeOf(exchange, bodies)),
          ...optional('milliseconds', row, 'milliseconds', quantity),
          quality: {
            pass: truth(row, 'pass'),
            score: quantity(row, 'score'),
            scores: (scores.get(id) ?? []).map((score) => ({
              assertion: text(score, 'assertion'),
              ...optional('metric', score, 'metric', text),
              score: quantity(score, 'score'),
              weight: quantity(score, 'weight'),
              pass: truth(score, 'pass'),
              reason: text(score, 'reason'),
            })),
            judgeCharges: charged.filter((charge) => truth(charge, 'judge')).map(chargeOf),
          },
        };
      });
    },
  };
}
