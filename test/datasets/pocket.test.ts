import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readHandbook, readQuestions, readTickets } from '../../scripts/pocket/corpus.ts';
import { sentenceTexts } from '../../src/text/sentences.ts';
import { words } from '../../src/text/words.ts';

/** Every text of a shipped suite's dataset that a pocket model is asked about, whatever its split. */
function askedTexts(file: string, name: string): readonly string[] {
  return readFileSync(new URL(`../../datasets/support/${file}`, import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => z.looseObject({ vars: z.looseObject({ [name]: z.string() }) }).parse(JSON.parse(line)))
    .map(({ vars }) => z.string().parse(vars[name]));
}

/** Pairs that share at least this part of all their words, found through the words that they share. */
function pairsAlike(trained: readonly string[], asked: readonly string[], limit: number): readonly string[] {
  const sets = asked.map((text) => new Set(words(text)));
  const postings = new Map<string, number[]>();
  sets.forEach((own, number) => {
    for (const word of own) postings.set(word, [...(postings.get(word) ?? []), number]);
  });
  return trained.flatMap((text) => {
    const own = new Set(words(text));
    const shared = new Map<number, number>();
    for (const word of own) {
      for (const number of postings.get(word) ?? []) shared.set(number, (shared.get(number) ?? 0) + 1);
    }
    return Array.from(shared)
      .filter(([number, count]) => count / (own.size + (sets[number]?.size ?? 0) - count) > limit)
      .map(([number]) => `${text} ~ ${asked[number]}`);
  });
}

describe('the texts that the pocket models were trained on', () => {
  it('hold no ticket of the suites and none that shares two thirds of its words with one', () => {
    const trained = readTickets().map(({ text }) => text);
    const asked = [...askedTexts('tickets.jsonl', 'ticket'), ...askedTexts('agent.jsonl', 'request')];
    expect(pairsAlike(trained, asked, 2 / 3)).toEqual([]);
  });

  it('hold no question of the suites and none that shares three quarters of its words with one', () => {
    const trained = readQuestions().map(({ text }) => text);
    const asked = [
      ...askedTexts('answers.jsonl', 'question'),
      ...askedTexts('conversations.jsonl', 'question'),
      ...askedTexts('agent.jsonl', 'request'),
    ];
    expect(pairsAlike(trained, asked, 3 / 4)).toEqual([]);
  });

  it('name each text once', () => {
    for (const texts of [readTickets().map(({ text }) => text), readQuestions().map(({ text }) => text)]) {
      expect(new Set(texts).size).toBe(texts.length);
    }
  });

  it('cover every intent and every sentence of the handbook', () => {
    expect(new Set(readTickets().map(({ intent }) => intent)).size).toBe(14);
    const asked = new Set(readQuestions().map(({ passage, sentence }) => `${passage} ${sentence}`));
    const sentences = readHandbook().flatMap(({ id, text }) =>
      sentenceTexts(text).map((_, position) => `${id} ${position}`),
    );
    expect(sentences.filter((key) => !asked.has(key))).toEqual([]);
    expect(Array.from(asked).filter((key) => !sentences.includes(key))).toEqual([]);
  });
});
