const abbreviations: ReadonlySet<string> = new Set(
  'mr mrs ms dr prof sr jr st vs etc e.g i.e eg ie no nos fig inc ltd co dept approx est art vol p pp cf al a.m p.m u.s u.k'.split(
    ' ',
  ),
);

/** End of a sentence: marks, closing quotes or brackets, then white space or the end of the text. */
const sentenceEnd = /[.!?…]+["'”’)\]»]*(?=\s|$)/gu;
const listItem = /^\s*(?:[-*•+]\s|\d{1,3}[.)]\s|#{1,6}\s|>\s|\|)/;

/**
 * Splits text into sentences. Joined, the parts give back the text exactly: each sentence keeps the white space behind
 * it. List items, headings, table rows and paragraphs end at their line; a line break inside a paragraph does not end
 * a sentence. Decimals, prices, abbreviations, initials and list numbers do not end one either.
 */
export function splitSentences(text: string): readonly string[] {
  const sentences: string[] = [];
  for (const block of blocks(text)) {
    let start = 0;
    for (const match of block.matchAll(sentenceEnd)) {
      const end = match.index + match[0].length;
      if (match[0].startsWith('.') && !endsHere(block, start, match.index, end)) continue;
      const next = skipSpace(block, end);
      sentences.push(block.slice(start, next));
      start = next;
    }
    if (start < block.length) sentences.push(block.slice(start));
  }
  return joinBlank(sentences);
}

/** The sentences without the white space around them, blank ones left out. */
export function sentenceTexts(text: string): readonly string[] {
  return splitSentences(text)
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== '');
}

/** Paragraphs, and each list item, heading or table row by itself; joined they give back the text. */
function blocks(text: string): readonly string[] {
  const lines = text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  const result: string[] = [];
  let current = '';
  let currentIsItem = false;
  for (const line of lines) {
    const isItem = listItem.test(line);
    const isIndented = /^\s{2,}\S/.test(line);
    const startsNew = isItem || (currentIsItem && !isIndented) || /^\s*$/.test(line);
    if (startsNew && current !== '') {
      if (/^\s*$/.test(line)) {
        result.push(current + line);
        current = '';
        currentIsItem = false;
        continue;
      }
      result.push(current);
      current = '';
    }
    current += line;
    currentIsItem = current === line ? isItem : currentIsItem;
  }
  if (current !== '') result.push(current);
  return result;
}

function endsHere(block: string, start: number, mark: number, end: number): boolean {
  const before = block.slice(start, mark);
  const word = (/[\p{L}\p{N}.]+$/u.exec(before)?.[0] ?? '').toLowerCase();
  const rest = block.slice(end).trimStart();
  if (rest === '') return true;
  if (/^\d{1,3}$/.test(word) && before.trim() === word) return false;
  if (abbreviations.has(word)) return /^["“'(]?\p{Lu}/u.test(rest) && ['etc', 'a.m', 'p.m'].includes(word);
  if (/^\p{L}$/u.test(word) && word !== 'i' && /\p{Lu}\.?$/u.test(before)) return false;
  return !/^\p{Ll}/u.test(rest) || word.length > 3;
}

function skipSpace(text: string, from: number): number {
  let position = from;
  while (position < text.length && /\s/.test(text.charAt(position))) position++;
  return position;
}

function joinBlank(parts: readonly string[]): readonly string[] {
  const result: string[] = [];
  for (const part of parts) {
    if (part.trim() === '' && result.length > 0) result[result.length - 1] += part;
    else result.push(part);
  }
  return result;
}
