import { describe, expect, it } from 'vitest';
import { blockNames, staticBlocks } from '../../scripts/figures/blocks.ts';
import {
  blocksIn,
  checkNames,
  documents,
  fillBlocks,
  readDocument,
} from '../../scripts/figures/documents.ts';
import { ConfigurationError } from '../../src/core/errors.ts';

const written = documents.flatMap((document) => {
  const text = readDocument(document);
  return text === undefined ? [] : [{ document, text }];
});

describe('the figures in the documents', () => {
  it.each(written)('$document names only blocks that are written', ({ document, text }) => {
    expect(() => checkNames(document, text, blockNames)).not.toThrow();
  });

  it('stand somewhere, every block of them', () => {
    expect(new Set(written.flatMap(({ text }) => blocksIn(text)))).toEqual(new Set(blockNames));
  });

  it.each(written)('$document holds what `npm run figures -- --quick` writes', ({ text }) => {
    const contents = new Map(
      blocksIn(text).flatMap((name): readonly (readonly [string, string])[] => {
        const make = staticBlocks[name];
        return make === undefined ? [] : [[name, make()]];
      }),
    );
    expect(fillBlocks(text, contents)).toBe(text);
  });
});

describe('a block', () => {
  const text = 'before\n<!-- figures:rows -->\nold\n<!-- /figures -->\nafter\n';

  it('is replaced between its marks, and nothing else is', () => {
    expect(fillBlocks(text, new Map([['rows', '$& new']]))).toBe(
      'before\n<!-- figures:rows -->\n$& new\n<!-- /figures -->\nafter\n',
    );
  });

  it('stays as it is when it was not made', () => {
    expect(fillBlocks(text, new Map())).toBe(text);
  });

  it('that nobody writes is an error with the nearest name', () => {
    expect(() => checkNames('README.md', text, ['row'])).toThrow(ConfigurationError);
    expect(() => checkNames('README.md', text, ['row'])).toThrow(/rows.*row/s);
  });
});
