/** Shorter repetitions are coincidence, and cutting them out saves nothing. */
const shortestOverlap = 40;

/** For every beginning of a text, the length of its longest proper beginning that is also its end (Knuth, Morris and Pratt 1977). */
function borders(text: string): Int32Array {
  const lengths = new Int32Array(text.length);
  let length = 0;
  for (let position = 1; position < text.length; position++) {
    while (length > 0 && text.charCodeAt(position) !== text.charCodeAt(length)) length = lengths[length - 1];
    if (text.charCodeAt(position) === text.charCodeAt(length)) length++;
    lengths[position] = length;
  }
  return lengths;
}

function isSpace(text: string, position: number): boolean {
  return position < 0 || position >= text.length || /\s/.test(text.charAt(position));
}

/**
 * How many characters at the beginning of one text repeat the end of the text before it, as overlapping chunks of one
 * document do; 0 when that is less than `shortest`, or no whole number of words.
 */
export function overlapLength(before: string, text: string, shortest = shortestOverlap): number {
  const limit = Math.min(before.length, text.length);
  if (limit < shortest) return 0;
  const head = text.slice(0, limit);
  const fallback = borders(head);
  let length = 0;
  for (let position = before.length - limit; position < before.length; position++) {
    while (length > 0 && (length === limit || before.charCodeAt(position) !== head.charCodeAt(length)))
      length = fallback[length - 1];
    if (before.charCodeAt(position) === head.charCodeAt(length)) length++;
  }
  while (length >= shortest) {
    if (isSpace(before, before.length - length - 1) && isSpace(text, length)) return length;
    length = fallback[length - 1];
  }
  return 0;
}
