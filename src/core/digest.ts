import { createHash } from 'node:crypto';
import { canonicalJson } from './json.ts';

/** The first 32 hexadecimal digits (128 bits) of SHA-256 over the text. */
export function digestText(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}

/** The digest of a JSON value, independent of the order of its keys. */
export function digest(value: unknown): string {
  return digestText(canonicalJson(value));
}
