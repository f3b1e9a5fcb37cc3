import { digest } from '../core/digest.ts';
import { ConfigurationError, type Problem } from '../core/errors.ts';
import { costOf, type NanoDollars, type NanoDollarsPerMillion, pricePerMillion } from '../core/money.ts';
import { nearest } from '../core/nearest.ts';
import { type ServiceTier, serviceTiers } from '../core/request.ts';
import type { Usage } from '../core/usage.ts';
import {
  type CatalogueEntry,
  catalogueModels,
  catalogueProvider,
  catalogueProviders,
  catalogueVersion,
  lookUp,
} from './catalogue.ts';
import { illustrativeModels, illustrativePrice, illustrativeProviders } from './illustrative-prices.ts';
import type { DeclaredPrice, TokenPrices } from './prices.ts';
import { selfHostedPrice, selfHostingProblems } from './self-hosted.ts';
import { tiersOf, trainingPriceOf } from './vendor-terms.ts';

export type { DeclaredPrice, TokenPrices } from './prices.ts';

/** What a model costs and where that was read; stored with every run. */
export interface PriceRow {
  readonly model: string;
  readonly source: 'catalogue' | 'suite' | 'illustrative';
  /**
   * Version of the catalogue, or the digest of the suite's own entry. When the catalogue knows the model under another
   * id (`claude-haiku-4-5` for a dated name), that id follows: `0.1.8 as anthropic:claude-haiku-4-5`.
   */
  readonly version: string;
  readonly prices: TokenPrices;
  /** Prices that apply to the whole request from this many input tokens on, ascending. */
  readonly longContext: readonly { readonly fromInputTokens: number; readonly prices: TokenPrices }[];
  readonly training: NanoDollarsPerMillion | undefined;
  /** Exact multiplier of each service tier that the model has. */
  readonly tiers: {
    readonly [tier in ServiceTier]?: { readonly numerator: number; readonly denominator: number };
  };
}

export interface PriceBook {
  /** Version of the catalogue's data, for the run's record. */
  readonly catalogueVersion: string;
  /** @throws ConfigurationError that names the model, and the nearest one with a price. */
  readonly row: (model: string) => PriceRow;
  /** What a usage costs. @throws ConfigurationError for an unknown model or a tier that it does not have. */
  readonly cost: (model: string, usage: Usage, tier: ServiceTier) => NanoDollars;
  readonly trainingCost: (model: string, tokens: number) => NanoDollars;
  /** Every row asked for so far, for the run's record. */
  readonly used: () => readonly PriceRow[];
}

const declareIt = 'Give its price under `prices:` in the suite.';

/**
 * The prices of a run: the suite's own entries first, then the illustrative ones, then the catalogue's as of `at`
 * (some prices depend on the date or the time of day, so a run has one moment).
 *
 * @throws ConfigurationError when a model is declared twice or a declared price is not a price.
 */
export function createPriceBook({
  declared,
  at,
}: {
  readonly declared: readonly DeclaredPrice[];
  readonly at: Date;
}): PriceBook {
  const ownRows = rowsOf(declared);
  const rows = new Map<string, PriceRow>();
  const row = (model: string): PriceRow => {
    const known = rows.get(model);
    if (known !== undefined) return known;
    const found =
      ownRows.get(model) ?? illustrativeRow(model) ?? catalogueRow(model, at, [...ownRows.keys()]);
    rows.set(model, found);
    return found;
  };
  return {
    catalogueVersion,
    row,
    cost: (model, usage, tier) => costAt(row(model), usage, tier),
    trainingCost: (model, tokens) => {
      const { training } = row(model);
      if (training === undefined) {
        throw new ConfigurationError([{ message: `no training price for model "${model}".`, found: model }], {
          advice: 'Give its `training` price under `prices:` in the suite.',
        });
      }
      return costOf([{ quantity: tokens, price: training }]);
    },
    used: () => [...rows.values()],
  };
}

/** What a usage costs at the prices of one row. Cached and cache-write tokens are part of the input, reasoning of the output. */
function costAt(row: PriceRow, usage: Usage, tier: ServiceTier): NanoDollars {
  const multiplier = row.tiers[tier];
  if (multiplier === undefined) {
    const allowed = serviceTiers.filter((name) => row.tiers[name] !== undefined);
    throw new ConfigurationError(
      [
        {
          message: `model "${row.model}" has no price for the service tier "${tier}".`,
          found: tier,
          allowed,
        },
      ],
      { advice: 'Use another tier, or another model.' },
    );
  }
  const prices =
    row.longContext.findLast(({ fromInputTokens }) => usage.inputTokens >= fromInputTokens)?.prices ??
    row.prices;
  return costOf(
    [
      {
        quantity: usage.inputTokens - usage.cachedInputTokens - usage.cacheWriteTokens,
        price: prices.input,
      },
      { quantity: usage.cachedInputTokens, price: prices.cachedInput },
      { quantity: usage.cacheWriteTokens, price: prices.cacheWrite },
      { quantity: usage.outputTokens - usage.reasoningTokens, price: prices.output },
      { quantity: usage.reasoningTokens, price: prices.reasoning },
    ],
    multiplier,
  );
}

function rowsOf(declared: readonly DeclaredPrice[]): ReadonlyMap<string, PriceRow> {
  const problems = declared.flatMap((price, index) => [
    ...(declared.findIndex(({ model }) => model === price.model) < index
      ? [{ message: `the price of model "${price.model}" is declared twice.`, found: price.model }]
      : []),
    ...Object.entries(price)
      .filter(([, value]) => typeof value === 'number' && !(Number.isFinite(value) && value >= 0))
      .map(([name, value]) => ({
        message: `the ${name} price of model "${price.model}" is ${value}; it must be 0 or more dollars per million tokens.`,
        found: String(value),
      })),
    ...shapeProblems(price),
  ]);
  if (problems.length > 0) throw new ConfigurationError(problems);
  return new Map(
    declared.map((price) => [
      price.model,
      declaredRow(price, price.illustrative === true ? 'illustrative' : 'suite'),
    ]),
  );
}

/** A declared price is either by tokens or by the hour. */
function shapeProblems({ model, input, output, selfHosted }: DeclaredPrice): readonly Problem[] {
  if (selfHosted !== undefined) {
    const both = input !== undefined || output !== undefined;
    return [
      ...(both
        ? [
            {
              message: `the price of model "${model}" has both token prices and selfHosted; give one of them.`,
            },
          ]
        : []),
      ...selfHostingProblems(selfHosted).map((problem) => ({
        message: `the price of model "${model}": ${problem}`,
      })),
    ];
  }
  return input === undefined || output === undefined
    ? [{ message: `the price of model "${model}" needs input and output, or selfHosted.`, found: model }]
    : [];
}

function declaredRow(price: DeclaredPrice, source: 'suite' | 'illustrative'): PriceRow {
  // Which of them is there was checked when the price was declared.
  const hosted = price.selfHosted === undefined ? 0 : selfHostedPrice(price.selfHosted);
  const input = price.embedding ?? price.input ?? hosted;
  const output = price.output ?? hosted;
  const { prefix, name } = splitModel(price.model);
  return {
    model: price.model,
    source,
    version: digest(price),
    prices: {
      input: pricePerMillion(input),
      cachedInput: pricePerMillion(price.cachedInput ?? input),
      cacheWrite: pricePerMillion(price.cacheWrite ?? input),
      output: pricePerMillion(output),
      reasoning: pricePerMillion(price.reasoning ?? output),
    },
    longContext: [],
    training: price.training === undefined ? undefined : pricePerMillion(price.training),
    tiers: tiersOf(catalogueProvider(prefix) ?? prefix, name),
  };
}

function illustrativeRow(model: string): PriceRow | undefined {
  const price = illustrativePrice(model);
  return price === undefined ? undefined : declaredRow(price, 'illustrative');
}

function catalogueRow(model: string, at: Date, declaredModels: readonly string[]): PriceRow {
  const { prefix, name } = splitModel(model);
  const found = name === '' ? undefined : lookUp(prefix, name, at);
  if (found === undefined) throw unknownModel(model, prefix, declaredModels);
  if ('units' in found) {
    const billed = found.units.length === 0 ? 'nothing that is counted' : found.units.join(', ');
    throw new ConfigurationError(
      [
        {
          message: `model "${model}" is not billed by tokens alone (the catalogue bills ${billed}).`,
          found: model,
        },
      ],
      { advice: declareIt },
    );
  }
  return fromCatalogue(model, name, found);
}

function fromCatalogue(model: string, name: string, entry: CatalogueEntry): PriceRow {
  const training = trainingPriceOf(entry.id);
  return {
    model,
    source: 'catalogue',
    version: entry.model === name ? catalogueVersion : `${catalogueVersion} as ${entry.id}`,
    prices: entry.prices,
    longContext: entry.longContext,
    training: training === undefined ? undefined : pricePerMillion(training),
    tiers: tiersOf(entry.provider, entry.model),
  };
}

function unknownModel(model: string, prefix: string, declaredModels: readonly string[]): ConfigurationError {
  const known = [...declaredModels, ...illustrativeModels, ...catalogueModels(prefix)];
  const provider = [...catalogueProviders, ...illustrativeProviders];
  const match = nearest(model, known) ?? nearest(prefix, provider)?.concat(model.slice(prefix.length));
  return new ConfigurationError(
    [
      {
        message: `no price is known for model "${model}".`,
        found: model,
        ...(match === undefined || match === model ? {} : { nearest: match }),
      },
    ],
    { advice: declareIt },
  );
}

/** `openai:gpt-4o` is the prefix `openai` and the name `gpt-4o`; only the first colon divides. */
function splitModel(model: string): { readonly prefix: string; readonly name: string } {
  const colon = model.indexOf(':');
  return colon < 0
    ? { prefix: model, name: '' }
    : { prefix: model.slice(0, colon), name: model.slice(colon + 1) };
}
