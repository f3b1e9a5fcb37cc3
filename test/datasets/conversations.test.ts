import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type Conversation, makeConversations, readDialogues } from '../../scripts/datasets/conversations.ts';
import { passageSchema, readLines, sourceSchema } from '../../scripts/traffic/source.ts';
import { cosine } from '../../src/text/sparse-vector.ts';
import { fitTfIdf } from '../../src/text/tf-idf.ts';
import { stems, words } from '../../src/text/words.ts';

const folder = new URL('../../datasets/support/', import.meta.url);
const read = (name: string): string => readFileSync(new URL(name, folder), 'utf8');
const dialogues = readDialogues(read('dialogues.jsonl'));
const passages = new Map(
  readLines(read('passages.jsonl'), passageSchema).map(({ id, text }) => [id, text.toLowerCase()]),
);
/** Questions that other files ask, or that the pocket models were trained on. */
const questions: readonly string[] = [
  ...readLines(read('questions.jsonl'), z.looseObject({ question: z.string() })).map(
    ({ question }) => question,
  ),
  ...readLines(read('traffic-source.jsonl'), sourceSchema).flatMap(({ asks }) => asks),
  ...readLines(read('../pocket/questions.jsonl'), z.looseObject({ text: z.string() })).map(
    ({ text }) => text,
  ),
];
const share = (wanted: (dialogue: (typeof dialogues)[number]) => boolean): number =>
  dialogues.filter(wanted).length / dialogues.length;
const wordCount = (text: string): number => text.split(/\s+/).length;

describe('the conversations', () => {
  it('are at least 80, at least 55 of them in the test split, with an id of their own', () => {
    expect(dialogues.length).toBeGreaterThanOrEqual(80);
    expect(dialogues.filter(({ split }) => split === 'test').length).toBeGreaterThanOrEqual(55);
    expect(new Set(dialogues.map(({ id }) => id)).size).toBe(dialogues.length);
  });

  it('stand in conversations.jsonl exactly as scripts/build-conversations.ts writes them', () => {
    const rows: readonly Conversation[] = read('conversations.jsonl')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(rows).toEqual(makeConversations(read('dialogues.jsonl'), read('passages.jsonl')));
  });

  it('need the last message, a recent turn or an early one, at least a quarter each', () => {
    for (const needs of ['last', 'recent', 'early'] as const)
      expect(
        share((dialogue) => dialogue.needs === needs),
        needs,
      ).toBeGreaterThanOrEqual(0.25);
    // What is said early is said before the last two turns.
    expect(dialogues.filter(({ needs, turns }) => needs === 'early' && turns.length < 4)).toEqual([]);
  });

  it('are answered word by word in a passage that they name as gold, and in no passage that only looks like it', () => {
    const wrong = dialogues.filter(({ gold, lookalikes, phrases }) => {
      const holds = (id: string) =>
        phrases.some((phrase) => passages.get(id)?.includes(phrase.toLowerCase()));
      // Where several phrases are right, the passages of the others hold them.
      return !gold.some(holds) || (phrases.length === 1 && lookalikes.some(holds));
    });
    expect(wrong.map(({ id }) => id)).toEqual([]);
  });

  it('do not give the answer away, neither in the question nor in an earlier turn', () => {
    const given = dialogues.filter(({ phrases, turns, question }) => {
      const said = [question, ...turns.flatMap(({ user, assistant }) => [user, assistant])]
        .join('\n')
        .toLowerCase();
      return phrases.some((phrase) => said.includes(phrase.toLowerCase()));
    });
    expect(given.map(({ id }) => id)).toEqual([]);
  });

  it('have answers of the desk in the length that a desk writes', () => {
    for (const { id, turns } of dialogues)
      for (const { assistant } of turns) {
        expect(wordCount(assistant), id).toBeGreaterThanOrEqual(25);
        expect(wordCount(assistant), id).toBeLessThanOrEqual(80);
      }
  });

  it('share no turn with each other, and no wording with questions of other files or with what the pocket models were trained on', () => {
    const turns = dialogues.flatMap((dialogue) =>
      dialogue.turns.flatMap(({ user, assistant }) => [user, assistant]),
    );
    const normalised = turns.map((text) => words(text).join(' '));
    expect(normalised.filter((text, index) => normalised.indexOf(text) !== index)).toEqual([]);

    // A first turn stands with an elliptical question, which alone is like many others.
    const whole = dialogues.map(({ turns: [first], question }) => `${first.user} ${question}`);
    const texts = [...whole, ...dialogues.map(({ question }) => question), ...questions];
    const { vectorise } = fitTfIdf(texts.map(stems));
    const vectors = texts.map((text) => vectorise(stems(text)));
    const near = (from: number, to: number, others: readonly [number, number], threshold: number) =>
      texts
        .slice(from, to)
        .flatMap((text, index) =>
          texts
            .slice(...others)
            .flatMap((other, at) =>
              from + index < others[0] + at &&
              cosine(vectors[from + index], vectors[others[0] + at]) >= threshold
                ? [[text, other]]
                : [],
            ),
        );
    const count = dialogues.length;
    expect(near(0, count, [0, count], 0.85)).toEqual([]);
    expect(near(count, 2 * count, [2 * count, texts.length], 0.85)).toEqual([]);
  });
});
