import { ConfigurationError, type Problem, type SourceLocation } from '../core/errors.ts';
import { isJsonObject } from '../core/json.ts';
import { prefixCacheProblems } from '../pricing/prefix-cache-rules.ts';
import { createPriceBook, type DeclaredPrice, type PriceBook } from '../pricing/price-book.ts';
import { checkModels } from '../transport/check-models.ts';
import type { CallableProvider } from '../transport/terminal.ts';
import type { Locate, Path } from './yaml-file.ts';

/** A model id and where the suite writes it. */
export interface ModelMention {
  readonly model: string;
  readonly path: Path;
}

/** The models of a baseline as written, whether or not the rest of it is sound. */
export function modelsOfBaseline(baseline: unknown): readonly ModelMention[] {
  if (!isJsonObject(baseline)) return [];
  const { model, steps } = baseline;
  return [
    ...mention(model, ['baseline', 'model']),
    ...Object.entries(isJsonObject(steps) ? steps : {}).flatMap(([name, step]) =>
      isJsonObject(step) ? mention(step['model'], ['baseline', 'steps', name, 'model']) : [],
    ),
  ];
}

/** The judge of the suite, and its embedding model. */
export function modelsOfGrader(grader: unknown): readonly ModelMention[] {
  if (!isJsonObject(grader)) return [];
  const { provider } = grader;
  if (!isJsonObject(provider)) return mention(provider, ['grader', 'provider']);
  return (['id', 'embedding'] as const).flatMap((key) => mention(provider[key], ['grader', 'provider', key]));
}

/**
 * Where a lever's settings write the models that it declares. Settings that are not valid declare nothing; there every
 * `model` counts that is written `provider:model`, so that one mistake does not hide another.
 */
export function modelsOfSettings(
  settings: unknown,
  declared: readonly string[] | undefined,
  path: Path,
): readonly ModelMention[] {
  const texts = textsIn(settings, path);
  const named = texts.filter((text) => text.path.at(-1) === 'model');
  if (declared === undefined) return named.filter(({ model }) => model.includes(':'));
  return [...new Set(declared)].flatMap((model) => {
    const written = [named, texts].map((list) => list.filter((text) => text.model === model));
    return written.find((places) => places.length > 0) ?? [{ model, path }];
  });
}

function mention(model: unknown, path: Path): readonly ModelMention[] {
  return typeof model === 'string' && model !== '' ? [{ model, path }] : [];
}

function textsIn(value: unknown, path: Path): readonly ModelMention[] {
  if (typeof value === 'string') return mention(value, path);
  if (Array.isArray(value)) return value.flatMap((member, index) => textsIn(member, [...path, index]));
  if (!isJsonObject(value)) return [];
  return Object.entries(value).flatMap(([key, member]) => textsIn(member, [...path, key]));
}

/** What is wrong with the models that a suite names, at every place that names them. Calls nobody. */
export function checkMentions(
  mentions: readonly ModelMention[],
  {
    providers,
    prices,
    simulatesPrefixCache,
    locate,
  }: {
    readonly providers: readonly CallableProvider[];
    /** Undefined when the suite's prices are not valid; then nothing is said about prices. */
    readonly prices: readonly DeclaredPrice[] | undefined;
    readonly simulatesPrefixCache: boolean;
    readonly locate: Locate;
  },
): readonly Problem[] {
  const { priceBook, problems } = openPriceBook(prices, locate);
  const found = [...new Set(mentions.map(({ model }) => model))].flatMap((model) => {
    const unknown = checkModels([model], providers, priceBook);
    const all =
      unknown.length > 0 || !simulatesPrefixCache || !runs(model, mentions)
        ? unknown
        : prefixCacheProblems([model]);
    return mentions
      .filter((place) => place.model === model)
      .flatMap(({ path }) => all.map((problem) => ({ ...problem, location: locate(path) })));
  });
  return [...problems, ...found];
}

/** Whether arms call the model; a judge's prefix cache is nobody's production cost. */
function runs(model: string, mentions: readonly ModelMention[]): boolean {
  return mentions.some((place) => place.model === model && place.path[0] !== 'grader');
}

function openPriceBook(
  prices: readonly DeclaredPrice[] | undefined,
  locate: Locate,
): { readonly priceBook: PriceBook | undefined; readonly problems: readonly Problem[] } {
  if (prices === undefined) return { priceBook: undefined, problems: [] };
  try {
    return { priceBook: createPriceBook({ declared: prices, at: new Date() }), problems: [] };
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    const place = ({ found }: Problem): SourceLocation => {
      const index = prices.findLastIndex(({ model }) => model === found);
      return locate(index < 0 ? ['prices'] : ['prices', index, 'model']);
    };
    const problems = error.problems.map((problem) => ({ ...problem, location: place(problem) }));
    return { priceBook: undefined, problems };
  }
}
