import {
  type Document,
  isAlias,
  isCollection,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  visit,
} from 'yaml';
import type { Problem, SourceLocation } from '../core/errors.ts';

export type Report = (problem: Problem) => void;

export type Path = readonly PropertyKey[];

/** Finds where a value, or its key, stands in the file; falls back to the nearest parent that the file has. */
export type Locate = (path: Path, target?: 'key' | 'value') => SourceLocation;

export interface YamlFile {
  readonly value: unknown;
  readonly locate: Locate;
}

/**
 * Reads YAML 1.2 (or JSON, which is a part of it) with the place of every value. Merge keys (`<<`) work, as they do
 * for promptfoo. Syntax errors are reported, and the result is undefined.
 *
 * @param file The name that locations show.
 */
export function parseYaml(text: string, file: string, report: Report): YamlFile | undefined {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter, merge: true, prettyErrors: false });
  const place = (offset: number): SourceLocation => {
    const { line, col } = lineCounter.linePos(offset);
    return { file, line, column: col };
  };
  const complaints = [...document.errors, ...document.warnings];
  for (const { message, pos } of complaints) report({ message, location: place(pos[0]) });
  if (complaints.length > 0) return undefined;

  const templateKeys = keysThatAreMaps(document);
  for (const offset of templateKeys) {
    report({
      message: 'a text that begins with {{ needs quotes, or YAML reads it as a map.',
      location: place(offset),
    });
  }
  if (templateKeys.length > 0) return undefined;

  const resolve = (node: unknown): Node | undefined => {
    if (isAlias(node)) return node.resolve(document);
    return isNode(node) ? node : undefined;
  };
  const locate: Locate = (path, target = 'value') => {
    let node = resolve(document.contents);
    let offset = node?.range?.[0] ?? 0;
    for (const [depth, step] of path.entries()) {
      const last = depth === path.length - 1;
      if (isMap(node)) {
        const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step));
        if (pair === undefined) break;
        const key = resolve(pair.key);
        const value = resolve(pair.value);
        const wanted = last && target === 'key' ? key : (rangeOf(pair.value) ?? key);
        offset = wanted?.range?.[0] ?? offset;
        node = value;
      } else if (isSeq(node) && typeof step === 'number') {
        const item = node.items[step];
        if (item === undefined) break;
        offset = rangeOf(item)?.range?.[0] ?? offset;
        node = resolve(item);
      } else break;
    }
    return place(offset);
  };
  return { value: document.toJS({ maxAliasCount: 10_000 }), locate };
}

/** Where a map or a list stands as a key: nobody means that, but `{{name}}` without quotes reads so. */
function keysThatAreMaps(document: Document.Parsed): readonly number[] {
  const offsets: number[] = [];
  visit(document, {
    Pair: (_, { key }) => {
      if (isCollection(key)) offsets.push(key.range?.[0] ?? 0);
    },
  });
  return offsets;
}

/** The node as it is written, so that an alias is located where it is used. */
function rangeOf(node: unknown): Node | undefined {
  return isNode(node) ? node : undefined;
}
