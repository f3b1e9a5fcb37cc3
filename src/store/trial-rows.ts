import type { Split } from '../core/case.ts';
import type { Exchange, ScoredTrial } from '../core/trial.ts';
import { asBilledCost, type Charge, paidCost } from '../core/trial.ts';
import type { ContentFilter } from './content.ts';
import type { WrittenBodies } from './context.ts';
import { keepRequest } from './request-json.ts';
import { encodeResponse, responseDigest, withoutAttempts } from './response-json.ts';
import { encodeJson, type NewRow } from './rows.ts';

function rowOfCharge(trialId: bigint, ordinal: number, judge: boolean, charge: Charge): NewRow {
  return {
    table: 'charges',
    values: {
      trial_id: trialId,
      ordinal,
      judge,
      purpose: charge.purpose,
      step: charge.step,
      provider: charge.provider,
      model: charge.model,
      service_tier: charge.serviceTier,
      input_tokens: BigInt(charge.usage.inputTokens),
      cached_input_tokens: BigInt(charge.usage.cachedInputTokens),
      cache_write_tokens: BigInt(charge.usage.cacheWriteTokens),
      output_tokens: BigInt(charge.usage.outputTokens),
      reasoning_tokens: BigInt(charge.usage.reasoningTokens),
      as_billed: BigInt(charge.asBilled),
      paid: BigInt(charge.paid),
      wait_milliseconds: charge.waitMilliseconds,
      milliseconds: charge.milliseconds,
      replayed: charge.replayed,
      failed: charge.failed,
      shared_by: charge.sharedBy ?? null,
    },
  };
}

/** Everything that a trial's rows need besides the trial. */
export interface TrialRowOptions {
  readonly trialId: bigint;
  readonly runId: string;
  readonly split: Split;
  readonly recordedAt: Date;
  readonly filter: ContentFilter;
  readonly writtenBodies: WrittenBodies;
}

function rowOfTrial(trial: ScoredTrial, options: TrialRowOptions): NewRow {
  const { outcome, quality } = trial;
  const { filter } = options;
  return {
    table: 'trials',
    values: {
      trial_id: options.trialId,
      run_id: options.runId,
      arm_id: trial.armId,
      case_id: trial.caseId,
      repeat: trial.repeat,
      split: options.split,
      outcome: outcome.kind,
      output: outcome.kind === 'answered' ? filter.text(outcome.output) : null,
      tool_calls: outcome.kind === 'answered' ? encodeJson(filter.toolCalls(outcome.toolCalls)) : null,
      error_name: outcome.kind === 'failed' ? outcome.errorName : null,
      error_message: outcome.kind === 'failed' ? filter.text(outcome.message) : null,
      milliseconds: trial.milliseconds ?? null,
      pass: quality.pass,
      score: quality.score,
      as_billed: BigInt(asBilledCost(trial)),
      paid: BigInt(paidCost(trial)),
      recorded_at: options.recordedAt,
    },
  };
}

/** The exchange, with the bodies of its request and response where they are not in the database yet. */
function rowsOfExchange(
  exchange: Exchange,
  ordinal: number,
  options: TrialRowOptions,
  newBodies: Set<string>,
): readonly NewRow[] {
  const { filter, runId, writtenBodies } = options;
  const bodies: NewRow[] = [];
  const keep = (digest: string, body: () => string): void => {
    const name = `${runId} ${digest}`;
    if (writtenBodies.ofRun.has(name) || newBodies.has(name)) return;
    newBodies.add(name);
    bodies.push({
      table: 'bodies',
      values: { run_id: runId, digest, body: body(), written_at: options.recordedAt },
    });
  };

  const requestDigest = keepRequest(exchange.request, filter, keep);
  const response = exchange.response === undefined ? undefined : withoutAttempts(exchange.response);
  const digest = response === undefined ? null : responseDigest(response);
  if (response !== undefined && digest !== null && !writtenBodies.recorded.has(digest)) {
    keep(digest, () => encodeResponse(filter.response(response)));
  }
  const attempts = exchange.response?.attempts.map((attempt) =>
    attempt.failure === undefined ? attempt : { ...attempt, failure: filter.failure(attempt.failure) },
  );
  return [
    ...bodies,
    {
      table: 'exchanges',
      values: {
        trial_id: options.trialId,
        ordinal,
        purpose: exchange.purpose,
        step: exchange.step,
        request_digest: requestDigest,
        response_digest: digest,
        attempts: attempts === undefined ? null : encodeJson(attempts),
        failure: exchange.failure === undefined ? null : filter.text(exchange.failure),
      },
    },
  ];
}

/** @throws RangeError for tokens or money that are not whole numbers. */
export function rowsOfTrial(trial: ScoredTrial, options: TrialRowOptions): readonly NewRow[] {
  const { trialId, filter, writtenBodies } = options;
  const newBodies = new Set<string>();
  const rows = [
    rowOfTrial(trial, options),
    ...trial.charges.map((charge, ordinal) => rowOfCharge(trialId, ordinal, false, charge)),
    ...trial.quality.judgeCharges.map((charge, ordinal) => rowOfCharge(trialId, ordinal, true, charge)),
    ...trial.decisions.map(
      ({ name, choice, score }, ordinal): NewRow => ({
        table: 'decisions',
        values: { trial_id: trialId, ordinal, name, choice: filter.label(choice), score: score ?? null },
      }),
    ),
    ...trial.quality.scores.map(
      (score, ordinal): NewRow => ({
        table: 'scores',
        values: {
          trial_id: trialId,
          ordinal,
          assertion: filter.label(score.assertion),
          metric: score.metric ?? null,
          score: score.score,
          weight: score.weight,
          pass: score.pass,
          reason: filter.text(score.reason),
        },
      }),
    ),
    ...trial.exchanges.flatMap((exchange, ordinal) => rowsOfExchange(exchange, ordinal, options, newBodies)),
  ];
  for (const name of newBodies) writtenBodies.ofRun.add(name);
  return rows;
}
