import { readFileSync } from 'node:fs';
import { ConfigurationError, unknownName } from '../../src/core/errors.ts';

/** Documents that may hold blocks; one that does not exist is left out. */
export const documents = [
  'README.md',
  'CONTRIBUTING.md',
  'datasets/README.md',
  'docs/claims.md',
  'docs/levers.md',
  'docs/pipelines.md',
  'docs/pocket-models.md',
  'docs/store.md',
  'docs/suites.md',
] as const;

const root = new URL('../../', import.meta.url);
const marked = /(<!-- figures:([\w-]+) -->\n)([\s\S]*?)(<!-- \/figures -->)/g;

export function fileOf(document: string): URL {
  return new URL(document, root);
}

/** The text of a document; undefined when there is none. */
export function readDocument(document: string): string | undefined {
  try {
    return readFileSync(fileOf(document), 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/** The names of the blocks in a text, in order. */
export function blocksIn(text: string): readonly string[] {
  return [...text.matchAll(marked)].map(([, , name]) => name);
}

/** @throws ConfigurationError when a document names a block that nobody writes. */
export function checkNames(document: string, text: string, known: readonly string[]): void {
  const problems = blocksIn(text)
    .filter((name) => !known.includes(name))
    .map((name) => unknownName('block of figures', name, known, { file: document }));
  if (problems.length > 0) throw new ConfigurationError(problems);
}

/** The text with its blocks replaced; a block without a new content stays as it is. */
export function fillBlocks(text: string, contents: ReadonlyMap<string, string>): string {
  return text.replace(marked, (whole, open: string, name: string, _: string, close: string) => {
    const content = contents.get(name);
    return content === undefined ? whole : `${open}${content}\n${close}`;
  });
}
