import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { words } from '../../src/text/words.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

function rows<Row>(file: string, schema: z.ZodType<Row>): readonly Row[] {
  return readFileSync(path.join(root, 'datasets/support', file), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => schema.parse(JSON.parse(line)));
}

const passages = rows(
  'passages.jsonl',
  z.strictObject({ id: z.string(), title: z.string(), text: z.string() }),
);
const questions = rows(
  'questions.jsonl',
  z.looseObject({
    id: z.string(),
    split: z.enum(['train', 'tune', 'test']),
    question: z.string(),
    gold: z.array(z.string()).min(1),
    phrases: z.array(z.string()).min(1),
  }),
);
const textOf = new Map(passages.map(({ id, title, text }) => [id, `${title}. ${text}`]));

describe('the questions', () => {
  it('have ids of their own, 300 of them in the test split', () => {
    expect(new Set(questions.map(({ id }) => id)).size).toBe(questions.length);
    expect(questions.filter(({ split }) => split === 'test').length).toBeGreaterThanOrEqual(300);
  });

  it('are answered word by word in a passage that they name as gold', () => {
    const missing = questions.filter(
      ({ gold, phrases }) =>
        !gold.some((id) => {
          const text = textOf.get(id)?.toLowerCase() ?? '';
          return phrases.every((phrase) => text.includes(phrase.toLowerCase()));
        }),
    );
    expect(missing.map(({ id }) => id)).toEqual([]);
  });

  it('do not share a wording with a question of another split', () => {
    const splitOf = new Map<string, string>();
    for (const { question, split, id } of questions) {
      const text = words(question).join(' ');
      expect(splitOf.get(text) ?? split, id).toBe(split);
      splitOf.set(text, split);
    }
  });

  it('stand in answers.jsonl exactly as scripts/build-answers.ts writes them', async () => {
    const { stderr } = await promisify(execFile)(
      process.execPath,
      ['--import', 'tsx', 'scripts/build-answers.ts', '--check'],
      { cwd: root },
    );
    expect(stderr).toBe('');
  });
});
