/** JSON with its scalars as they were written, so that writing it again changes no value: 1.0 stays 1.0. */
export type JsonTree =
  | { readonly kind: 'scalar'; readonly raw: string }
  | { readonly kind: 'array'; readonly items: readonly JsonTree[] }
  | { readonly kind: 'object'; readonly members: readonly (readonly [rawKey: string, value: JsonTree])[] };

const token = /\s*("(?:[^"\\]|\\.)*"|[[\]{},:]|[^\s[\]{},:"]+)/gy;

/** Reads JSON; undefined when the text is none. */
export function readJsonTree(text: string): JsonTree | undefined {
  try {
    JSON.parse(text);
  } catch {
    return undefined;
  }
  const tokens = Array.from(text.matchAll(token), ([, found]) => found);
  let position = 0;
  const readValue = (): JsonTree => {
    const current = tokens[position++];
    if (current === '[') {
      const items: JsonTree[] = [];
      while (tokens[position] !== ']') {
        items.push(readValue());
        if (tokens[position] === ',') position++;
      }
      position++;
      return { kind: 'array', items };
    }
    if (current === '{') {
      const members: [string, JsonTree][] = [];
      while (tokens[position] !== '}') {
        const key = tokens[position];
        position += 2;
        members.push([key, readValue()]);
        if (tokens[position] === ',') position++;
      }
      position++;
      return { kind: 'object', members };
    }
    return { kind: 'scalar', raw: current };
  };
  return readValue();
}

/** JSON without white space between its values. */
export function writeCompactJson(tree: JsonTree): string {
  switch (tree.kind) {
    case 'scalar':
      return tree.raw;
    case 'array':
      return `[${tree.items.map(writeCompactJson).join(',')}]`;
    case 'object':
      return `{${tree.members.map(([key, value]) => `${key}:${writeCompactJson(value)}`).join(',')}}`;
  }
}

export type TableStyle = 'csv' | 'markdown';

type Row = ReadonlyMap<string, string>;

/** The rows of an array of objects whose values are all scalars; undefined when it is something else. */
function rowsOf(tree: JsonTree): readonly Row[] | undefined {
  if (tree.kind !== 'array' || tree.items.length < 2) return undefined;
  const rows: Row[] = [];
  for (const item of tree.items) {
    if (item.kind !== 'object' || item.members.length === 0) return undefined;
    const row = new Map<string, string>();
    for (const [key, value] of item.members) {
      if (value.kind !== 'scalar' || row.has(key)) return undefined;
      row.set(key, value.raw);
    }
    rows.push(row);
  }
  return rows;
}

/** A text loses its quotes only where it can be mistaken neither for another kind of value nor for two cells. */
function cell(raw: string | undefined): string {
  if (raw === undefined) return '';
  if (!raw.startsWith('"')) return raw;
  const bare = raw.slice(1, -1);
  const isPlain = /^[^\s"\\,|][^"\\,|\n]*$/.test(bare) && !/\s$/.test(bare);
  return !isPlain || /^(?:true|false|null|[-+.\d][\d.eE+-]*)$/.test(bare) ? raw : bare;
}

function writeRows(rows: readonly Row[], style: TableStyle): string {
  const keys = [...new Set(rows.flatMap((row) => [...row.keys()]))];
  const header = keys.map(cell);
  const body = rows.map((row) => keys.map((key) => cell(row.get(key))));
  if (style === 'csv') return [header, ...body].map((cells) => cells.join(',')).join('\n');
  return [header, keys.map(() => '-'), ...body].map((cells) => `|${cells.join('|')}|`).join('\n');
}

/**
 * JSON as a table: an array of flat objects, or an object of scalars and of such arrays, each under its name. A missing
 * member is an empty cell, an empty text is `""`. Undefined when the JSON has another form.
 */
export function writeTable(tree: JsonTree, style: TableStyle): string | undefined {
  const rows = rowsOf(tree);
  if (rows !== undefined) return writeRows(rows, style);
  if (tree.kind !== 'object') return undefined;
  const lines: string[] = [];
  let tables = 0;
  for (const [key, value] of tree.members) {
    const inner = rowsOf(value);
    if (inner !== undefined) {
      tables++;
      lines.push(`${cell(key)}:\n${writeRows(inner, style)}\n`);
    } else if (value.kind === 'scalar') lines.push(`${cell(key)}: ${cell(value.raw)}`);
    else return undefined;
  }
  return tables === 0 ? undefined : lines.join('\n').trimEnd();
}
