import { extname } from 'node:path';
import { CsvError, parse } from 'csv-parse/sync';
import type { SourceLocation } from '../core/errors.ts';
import { testFromCsvRow } from './csv-row.ts';
import { asSentence, reason } from './wording.ts';
import { type Locate, parseYaml, type Report } from './yaml-file.ts';

/** One test as it was written, before it is checked. */
export interface Row {
  readonly value: unknown;
  readonly locate: Locate;
}

export const datasetExtensions = ['.yaml', '.yml', '.json', '.jsonl', '.csv'] as const;

/** The rows of a dataset file's text. Rows that cannot be read at all are reported and counted. */
export function readRows(
  text: string,
  file: string,
  report: Report,
): { readonly rows: readonly Row[]; readonly rejected: number } {
  switch (extname(file).toLowerCase()) {
    case '.jsonl':
      return readJsonl(text, file, report);
    case '.json':
      return readJson(text, file, report);
    case '.csv':
      return readCsv(text, file, report);
    default:
      return readYaml(text, file, report);
  }
}

function at(file: string, line: number): Locate {
  return () => ({ file, line });
}

function readJsonl(text: string, file: string, report: Report) {
  const rows: Row[] = [];
  let rejected = 0;
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    try {
      rows.push({ value: JSON.parse(line), locate: at(file, index + 1) });
    } catch (error) {
      rejected += 1;
      report({ message: `the line is not JSON: ${reason(error)}.`, location: { file, line: index + 1 } });
    }
  }
  return { rows, rejected };
}

function readJson(text: string, file: string, report: Report) {
  try {
    const value: unknown = JSON.parse(text);
    if (!Array.isArray(value)) return { rows: [{ value, locate: at(file, 1) }], rejected: 0 };
    const lines = elementLines(text);
    return {
      rows: value.map((row: unknown, index) => ({ value: row, locate: at(file, lines[index] ?? 1) })),
      rejected: 0,
    };
  } catch (error) {
    // The YAML reader knows where the mistake is.
    const problems: SourceLocation[] = [];
    parseYaml(text, file, ({ location }) => location !== undefined && problems.push(location));
    report({ message: `the file is not JSON: ${reason(error)}.`, location: problems[0] ?? { file } });
    return { rows: [], rejected: 1 };
  }
}

/** The line on which each element of a top-level JSON array begins; the text is known to be valid. */
function elementLines(text: string): readonly number[] {
  const lines: number[] = [];
  let line = 1;
  let depth = 0;
  let isExpected = false;
  for (let index = 0; index < text.length; index++) {
    const character = text.charAt(index);
    if (character === '\n') line += 1;
    if (/\s/.test(character)) continue;
    if (isExpected && character !== ']') lines.push(line);
    isExpected = false;
    if (character === '"') {
      index += 1;
      while (text[index] !== '"') index += text[index] === '\\' ? 2 : 1;
    } else if (character === '[' || character === '{') {
      depth += 1;
      isExpected = depth === 1;
    } else if (character === ']' || character === '}') depth -= 1;
    else if (character === ',') isExpected = depth === 1;
  }
  return lines;
}

function readYaml(text: string, file: string, report: Report) {
  const yaml = parseYaml(text, file, report);
  if (yaml === undefined) return { rows: [], rejected: 1 };
  const { value, locate } = yaml;
  if (!Array.isArray(value)) return { rows: [{ value, locate }], rejected: 0 };
  return {
    rows: value.map(
      (row: unknown, index): Row => ({
        value: row,
        locate: (path, target) => locate([index, ...path], target),
      }),
    ),
    rejected: 0,
  };
}

interface CsvRecord {
  readonly record: { readonly [column: string]: string };
  readonly info: { readonly lines: number };
}

function parseCsv(text: string, relaxQuotes: boolean): readonly CsvRecord[] {
  return parse<CsvRecord>(text, { columns: true, bom: true, info: true, relax_quotes: relaxQuotes });
}

function readCsv(text: string, file: string, report: Report) {
  let records: readonly CsvRecord[];
  try {
    records = parseStrictly(text);
  } catch (error) {
    const line = error instanceof CsvError && typeof error['lines'] === 'number' ? error['lines'] : 1;
    report({ message: `the file is not CSV: ${reason(error)}.`, location: { file, line } });
    return { rows: [], rejected: 1 };
  }
  const header = Object.keys(records[0]?.record ?? {}).join('');
  let line = 2 + (header.match(/\n/g)?.length ?? 0);
  let rejected = 0;
  const rows = records.flatMap(({ record, info }): readonly Row[] => {
    const location = { file, line };
    line = info.lines + 1;
    const { test, problems } = testFromCsvRow(record);
    for (const message of problems) report({ message: asSentence(message), location });
    if (problems.length > 0) rejected += 1;
    return problems.length > 0 ? [] : [{ value: test, locate: () => location }];
  });
  return { rows, rejected };
}

/** promptfoo reads strictly first, and takes stray quotes as text when that fails. */
function parseStrictly(text: string): readonly CsvRecord[] {
  try {
    return parseCsv(text, false);
  } catch {
    return parseCsv(text, true);
  }
}
