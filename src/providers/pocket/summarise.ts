import { sentenceTexts } from '../../text/sentences.ts';
import { contentWords } from '../../text/stop-words.ts';
import { stem, words } from '../../text/words.ts';

/** What a prompt wants when it asks for a summary, or undefined when it does not. */
export interface SummaryWish {
  readonly words: number | undefined;
  readonly sentences: number | undefined;
}

const numbers: readonly string[] = 'zero one two three four five six seven eight nine ten'.split(' ');

export function readSummaryWish(instructions: string): SummaryWish | undefined {
  if (!/\b(?:summari[sz]e|summary|tl;?dr|condense|shorten the)\b/i.test(instructions)) return undefined;
  return { words: limit(instructions, 'words'), sentences: limit(instructions, 'sentences?') };
}

function limit(text: string, unit: string): number | undefined {
  const found = new RegExp(`\\b(\\d+|${numbers.slice(1).join('|')}) (?:short |brief )?${unit}\\b`, 'i').exec(
    text,
  );
  if (found === null) return undefined;
  const written = (found[1] ?? '').toLowerCase();
  const value = numbers.includes(written) ? numbers.indexOf(written) : Number(written);
  return value > 0 ? value : undefined;
}

/**
 * The most central sentences in their own order: those whose stems are shared with most of the text, each word counted
 * once. Cut to the wished number of sentences and words; two sentences when nothing is wished.
 */
export function summarise(text: string, wish: SummaryWish): string {
  const sentences = sentenceTexts(text);
  const bags = sentences.map((sentence) => new Set(contentWords(words(sentence)).map(stem)));
  const frequency = new Map<string, number>();
  for (const bag of bags) for (const term of bag) frequency.set(term, (frequency.get(term) ?? 0) + 1);
  const centrality = bags.map((bag) => {
    let sum = 0;
    for (const term of bag) sum += (frequency.get(term) ?? 0) - 1 + 0.1;
    return sum / Math.sqrt(bag.size + 3);
  });
  const wanted = wish.sentences ?? (wish.words === undefined ? 2 : sentences.length);
  const chosen: number[] = [];
  let used = 0;
  for (const position of Array.from(centrality.keys()).sort(
    (a, b) => centrality[b] - centrality[a] || a - b,
  )) {
    if (chosen.length >= wanted) break;
    const length = sentences[position].split(/\s+/).length;
    if (wish.words !== undefined && chosen.length > 0 && used + length > wish.words) continue;
    chosen.push(position);
    used += length;
  }
  const summary = chosen
    .sort((a, b) => a - b)
    .map((position) => sentences[position])
    .join(' ');
  return wish.words === undefined ? summary : summary.split(/\s+/).slice(0, wish.words).join(' ');
}
