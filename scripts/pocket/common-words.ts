import { words } from '../../src/text/words.ts';
import { readHandbook, readQuestions, readTickets } from './corpus.ts';

/** A word that stands in fewer texts may be a slip itself. */
const leastTexts = 4;

/** The words that a model takes for spelt right, the most frequent first. */
export function findCommonWords(): string {
  const counts = new Map<string, number>();
  for (const { text } of [...readTickets(), ...readQuestions(), ...readHandbook()]) {
    for (const word of new Set(words(text))) {
      if (/^[a-z']+$/.test(word)) counts.set(word, (counts.get(word) ?? 0) + 1);
    }
  }
  return Array.from(counts)
    .filter(([, count]) => count >= leastTexts)
    .sort(([left, a], [right, b]) => b - a || (left < right ? -1 : 1))
    .map(([word]) => word)
    .join(' ');
}
