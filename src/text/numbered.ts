/**
 * Numbered items, one below the other: `1: …`, `2: …`. Further lines of an item are indented, so that a text which itself
 * holds numbered lines is read back as it was written.
 */
const indent = '    ';

/** `1:`, `1.` or `1)` at the beginning of a line; a digit behind it without a blank makes it a time or a decimal number. */
const numbered = /^ {0,3}(\d{1,4})[:.)](?: |(?!\d))([\s\S]*)$/;

export interface NumberedItem {
  readonly number: number;
  readonly text: string;
}

/** Numbers count from 1. */
export function writeNumbered(items: readonly string[]): string {
  return items.map((item, index) => `${index + 1}: ${item.replaceAll('\n', `\n${indent}`)}`).join('\n');
}

/**
 * The items of a text in the order in which they stand there, each up to the next number; a number may come twice or be left
 * out. What stands before the first item is not part of any. Lines with a number above `count` are lines of an item.
 */
export function readNumbered(text: string, count: number): readonly NumberedItem[] {
  const items: { readonly number: number; readonly lines: string[] }[] = [];
  for (const line of text.split('\n')) {
    const found = numbered.exec(line);
    const number = Number(found?.[1] ?? 0);
    if (found !== null && number >= 1 && number <= count) items.push({ number, lines: [found[2] ?? ''] });
    else items.at(-1)?.lines.push(line.startsWith(indent) ? line.slice(indent.length) : line);
  }
  return items.map(({ number, lines }) => ({ number, text: lines.join('\n') }));
}
