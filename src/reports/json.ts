import { isJsonObject } from '../core/json.ts';
import type { Report } from './report.ts';

const unsafe = /[\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g;

function sortKeys(_key: string, value: unknown): unknown {
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
}

/**
 * report.json: the report itself with keys sorted by code unit and an indent of two, so that equal reports are equal
 * bytes. Invisible characters are written as \u escapes, so that printing the file is safe. Ends with a newline.
 */
export function writeJson(report: Report): string {
  const text = JSON.stringify(report, sortKeys, 2).replace(
    unsafe,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return `${text}\n`;
}
