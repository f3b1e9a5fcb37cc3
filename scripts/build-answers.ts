/**
 * Builds datasets/support/answers.jsonl from the hand-written passages and questions: every question gets the ten
 * passages that BM25 retrieves for it. Where retrieval misses the passage with the answer, that passage takes a place
 * in the lower half of the list, so that every question can be answered but not always from the first passage.
 *
 *   npx tsx scripts/build-answers.ts
 *   npx tsx scripts/build-answers.ts --check   # exits 1 when the file is not what this script writes
 */
import { readFile, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { createRandom, integerBelow } from '../src/stats/random.ts';
import { bm25Index } from '../src/text/bm25.ts';
import { contentWords } from '../src/text/stop-words.ts';
import { stem, words } from '../src/text/words.ts';
import { phraseAssertion } from './datasets/key-phrases.ts';

const retrieved = 10;
const folder = new URL('../datasets/support/', import.meta.url);

const passageSchema = z.strictObject({ id: z.string(), title: z.string(), text: z.string() });
const questionSchema = z.strictObject({
  id: z.string(),
  split: z.enum(['train', 'tune', 'test']),
  difficulty: z.enum(['plain', 'hard']),
  criticality: z.enum(['low', 'normal', 'high']),
  kind: z.string(),
  question: z.string(),
  gold: z.array(z.string()).min(1),
  phrases: z.array(z.string()).min(1),
});

async function readLines<Row>(name: string, schema: z.ZodType<Row>): Promise<readonly Row[]> {
  const text = await readFile(new URL(name, folder), 'utf8');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => schema.parse(JSON.parse(line)));
}

const terms = (text: string): readonly string[] => contentWords(words(text)).map(stem);

const passages = await readLines('passages.jsonl', passageSchema);
const questions = await readLines('questions.jsonl', questionSchema);
const index = bm25Index(passages.map(({ title, text }) => terms(`${title} ${text}`)));

const rows = questions.map(({ id, split, difficulty, criticality, kind, question, gold, phrases }) => {
  const ids = index
    .rank(terms(question))
    .slice(0, retrieved)
    .map((number) => passages[number].id);
  const missed = gold
    .filter((goldId) => !ids.includes(goldId))
    .slice(0, gold.some((goldId) => ids.includes(goldId)) ? 0 : 1);
  const random = createRandom(id);
  for (const goldId of missed) ids[retrieved / 2 + integerBelow(random, retrieved / 2)] = goldId;
  const byId = new Map(passages.map((passage) => [passage.id, `${passage.title}. ${passage.text}`]));
  return {
    vars: { question, passages: ids.map((passageId) => byId.get(passageId)) },
    assert: phrases.map(phraseAssertion),
    metadata: {
      id,
      split,
      difficulty,
      criticality,
      kind,
      retrieval: missed.length === 0 ? 'found' : 'added',
    },
  };
});

const text = rows.map((row) => `${JSON.stringify(row)}\n`).join('');
const file = new URL('answers.jsonl', folder);
if (!process.argv.includes('--check')) {
  await writeFile(file, text);
  const found = rows.filter(({ metadata }) => metadata.retrieval === 'found').length;
  console.log(
    `${rows.length} questions over ${passages.length} passages; retrieval found the answer for ${found}`,
  );
} else if ((await readFile(file, 'utf8')) !== text) {
  console.error('answers.jsonl is stale: run `npx tsx scripts/build-answers.ts` and commit the result.');
  process.exitCode = 1;
}
