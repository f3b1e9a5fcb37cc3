import type { PriceRecord } from './records.ts';
import { encodeJson, isNull, json, type NewRow, oneOf, price, type StoredRow, text } from './rows.ts';

const sources = ['catalogue', 'suite', 'illustrative'] as const;

export function rowOfPrice(runId: string, row: PriceRecord): NewRow {
  return {
    table: 'prices',
    values: {
      run_id: runId,
      model: row.model,
      source: row.source,
      version: row.version,
      input_per_million: BigInt(row.prices.input),
      cached_input_per_million: BigInt(row.prices.cachedInput),
      cache_write_per_million: BigInt(row.prices.cacheWrite),
      output_per_million: BigInt(row.prices.output),
      reasoning_per_million: BigInt(row.prices.reasoning),
      training_per_million: row.training === undefined ? null : BigInt(row.training),
      long_context: encodeJson(row.longContext),
      tiers: encodeJson(row.tiers),
    },
  };
}

export function priceOf(row: StoredRow): PriceRecord {
  return {
    model: text(row, 'model'),
    source: oneOf(row, 'source', sources),
    version: text(row, 'version'),
    prices: {
      input: price(row, 'input_per_million'),
      cachedInput: price(row, 'cached_input_per_million'),
      cacheWrite: price(row, 'cache_write_per_million'),
      output: price(row, 'output_per_million'),
      reasoning: price(row, 'reasoning_per_million'),
    },
    longContext: json(row, 'long_context'),
    training: isNull(row, 'training_per_million') ? undefined : price(row, 'training_per_million'),
    tiers: json(row, 'tiers'),
  };
}
