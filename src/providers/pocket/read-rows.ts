import { isJsonObject, type Json } from '../../core/json.ts';

/** One record of a prompt: a value for each field, as it is written there; fields without a value are left out. */
export type Row = ReadonlyMap<string, string>;

export interface RowText {
  readonly rows: readonly Row[];
  /** The text without the records. */
  readonly rest: string;
}

/**
 * Finds records in a text, whatever their layout: JSON objects and lists of them, CSV with a heading, markdown tables. A text
 * without records comes back as it is.
 */
export function readRows(text: string): RowText {
  const json = takeJson(text);
  const tables = takeTables(json.rest);
  const rows = [...json.rows, ...tables.rows];
  return rows.length === 0 ? { rows, rest: text } : { rows, rest: tables.rest };
}

function takeJson(text: string): RowText {
  const rows: Row[] = [];
  let rest = '';
  let position = 0;
  for (const { index } of text.matchAll(/[[{](?=\s*["{])/g)) {
    if (index < position) continue;
    const end = endOfValue(text, index);
    const found = end === undefined ? [] : rowsOf(parsed(text.slice(index, end)));
    if (end === undefined || found.length === 0) continue;
    rows.push(...found);
    rest += text.slice(position, index);
    position = end;
  }
  return { rows, rest: rest + text.slice(position) };
}

/** Where the list or object that opens at `start` closes; undefined when it never does. */
function endOfValue(text: string, start: number): number | undefined {
  let depth = 0;
  for (const { 0: found, index } of text.slice(start).matchAll(/"(?:[^"\\]|\\.)*"|[[\]{}]/g)) {
    if (found === '[' || found === '{') depth++;
    else if (found === ']' || found === '}') depth--;
    if (depth === 0) return start + index + 1;
  }
  return undefined;
}

function parsed(text: string): Json {
  try {
    const value: Json = JSON.parse(text);
    return value;
  } catch {
    return null;
  }
}

/** An object with at least two values of its own is a record; lists and objects within it are looked into. */
function rowsOf(value: Json): readonly Row[] {
  if (Array.isArray(value)) return value.flatMap(rowsOf);
  if (!isJsonObject(value)) return [];
  const members = Object.entries(value);
  const own = members.flatMap(([field, member]): readonly (readonly [string, string])[] =>
    member === null || typeof member === 'object' ? [] : [[field, String(member)]],
  );
  return [...(own.length >= 2 ? [new Map(own)] : []), ...members.flatMap(([, member]) => rowsOf(member))];
}

const heading = /^[A-Za-z_][\w ]{0,30}$/;

function takeTables(text: string): RowText {
  const lines = text.split('\n');
  const rows: Row[] = [];
  const rest: string[] = [];
  let at = 0;
  while (at < lines.length) {
    const fields = cellsOf(lines[at]);
    const isHeading = fields.length >= 3 && fields.every((field) => heading.test(field));
    const length = isHeading ? rowsBelow(lines, at, fields.length) : 0;
    if (length === 0) {
      rest.push(lines[at]);
      at++;
      continue;
    }
    for (const line of lines.slice(at + 1, at + 1 + length)) {
      const cells = cellsOf(line);
      // The line between a markdown table's heading and its body.
      if (cells.every((cell) => /^:?-+:?$/.test(cell))) continue;
      rows.push(new Map(fields.flatMap((field, column) => filled(field, cells[column]))));
    }
    at += 1 + length;
  }
  return { rows, rest: rest.join('\n') };
}

function filled(field: string, cell: string): readonly (readonly [string, string])[] {
  return cell === '' || cell === 'null' ? [] : [[field, cell]];
}

/** How many lines below a heading have as many cells as it. */
function rowsBelow(lines: readonly string[], at: number, columns: number): number {
  const end = lines.findIndex((line, index) => index > at && cellsOf(line).length !== columns);
  return (end === -1 ? lines.length : end) - at - 1;
}

function cellsOf(line: string): readonly string[] {
  const trimmed = line.trim();
  const isMarkdown = trimmed.startsWith('|') && trimmed.endsWith('|') && trimmed.length > 1;
  const body = isMarkdown ? trimmed.slice(1, -1) : trimmed;
  const separator = isMarkdown ? '|' : ',';
  const pattern = isMarkdown
    ? /(?:^|\|)\s*("(?:[^"\\]|\\.)*"|[^|]*)/g
    : /(?:^|,)\s*("(?:[^"\\]|\\.)*"|[^,]*)/g;
  if (!body.includes(separator)) return [];
  return Array.from(body.matchAll(pattern), ([, cell]) => unquoted(cell.trim()));
}

function unquoted(cell: string): string {
  if (!/^".*"$/.test(cell)) return cell;
  const value = parsed(cell);
  return typeof value === 'string' ? value : cell;
}
