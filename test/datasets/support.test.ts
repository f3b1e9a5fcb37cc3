import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { cosine } from '../../src/text/sparse-vector.ts';
import { fitTfIdf } from '../../src/text/tf-idf.ts';
import { stems, words } from '../../src/text/words.ts';

const root = new URL('../../', import.meta.url);
const read = (file: string): string => readFileSync(new URL(file, root), 'utf8');

const ticketSchema = z.strictObject({
  vars: z.strictObject({ ticket: z.string().min(10) }),
  assert: z.tuple([z.strictObject({ type: z.literal('equals'), value: z.string() })]),
  metadata: z.strictObject({
    id: z.string(),
    intent: z.string(),
    channel: z.enum(['email', 'chat', 'form', 'phone', 'social']),
    criticality: z.enum(['low', 'normal', 'high']),
    difficulty: z.enum(['plain', 'hard']),
    split: z.enum(['train', 'tune', 'test']),
    safety: z.literal('yes').optional(),
  }),
});

const answerSchema = z.strictObject({
  vars: z.strictObject({ question: z.string(), passages: z.array(z.string()).length(10) }),
  assert: z.array(z.strictObject({ type: z.enum(['icontains', 'regex']), value: z.string() })).min(1),
  metadata: z.record(z.string(), z.string()),
});

function rows<Row>(file: string, schema: z.ZodType<Row>): readonly Row[] {
  return read(`datasets/support/${file}`)
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => schema.parse(JSON.parse(line)));
}

/** Pairs of texts that say nearly the same: cosine of TF-IDF over stems. */
function nearDuplicates(texts: readonly string[], threshold: number): readonly (readonly [string, string])[] {
  const terms = texts.map(stems);
  const { vectorise } = fitTfIdf(terms);
  const vectors = terms.map(vectorise);
  return texts.flatMap((text, index) =>
    texts
      .slice(0, index)
      .flatMap((other, earlier): readonly (readonly [string, string])[] =>
        cosine(vectors[index], vectors[earlier]) >= threshold ? [[other, text]] : [],
      ),
  );
}

const normalised = (text: string): string => words(text).join(' ');
const tickets = rows('tickets.jsonl', ticketSchema);
const answers = rows('answers.jsonl', answerSchema);

describe('the tickets', () => {
  it('are at least 900, with at least 500 in the test split, over 14 intents', () => {
    expect(tickets.length).toBeGreaterThanOrEqual(900);
    expect(tickets.filter(({ metadata }) => metadata.split === 'test').length).toBeGreaterThanOrEqual(500);
    expect(new Set(tickets.map(({ metadata }) => metadata.intent)).size).toBe(14);
  });

  it('have one id and one text each, and the intent that they are asserted to have', () => {
    expect(new Set(tickets.map(({ metadata }) => metadata.id)).size).toBe(tickets.length);
    expect(new Set(tickets.map(({ vars }) => normalised(vars.ticket))).size).toBe(tickets.length);
    for (const { assert, metadata } of tickets) expect(assert[0].value).toBe(metadata.intent);
  });

  it('are no near-duplicates of each other, within a split or across splits', () => {
    expect(
      nearDuplicates(
        tickets.map(({ vars }) => vars.ticket),
        0.85,
      ),
    ).toEqual([]);
  });

  it('lend only train tickets to the prompt as examples', () => {
    const examples = z.array(z.string()).parse(parse(read('suites/support-triage/examples.yaml')));
    const train = new Map(
      tickets
        .filter(({ metadata }) => metadata.split === 'train')
        .map(({ vars, metadata }) => [vars.ticket, metadata.intent]),
    );
    for (const example of examples) {
      const [, ticket = '', intent] = /^Ticket: ([\s\S]*)\nIntent: (\w+)$/.exec(example.trim()) ?? [];
      expect(train.get(ticket), ticket).toBe(intent);
    }
  });
});

describe('the questions', () => {
  it('are at least 350 over at least 60 passages, different from each other', () => {
    expect(answers.length).toBeGreaterThanOrEqual(350);
    expect(new Set(answers.flatMap(({ vars }) => vars.passages)).size).toBeGreaterThanOrEqual(60);
    expect(
      nearDuplicates(
        answers.map(({ vars }) => vars.question),
        0.9,
      ),
    ).toEqual([]);
  });

  it('can each be answered from one of their ten passages', () => {
    for (const { vars, assert, metadata } of answers) {
      const holds = vars.passages.some((passage) =>
        assert.every(({ type, value }) =>
          type === 'icontains'
            ? passage.toLowerCase().includes(value.toLowerCase())
            : new RegExp(value).test(passage),
        ),
      );
      expect(holds, metadata['id']).toBe(true);
    }
  });

  it('do not give the key phrase away', () => {
    for (const { vars, assert } of answers) {
      const given = assert.every(
        ({ type, value }) =>
          type === 'icontains' && vars.question.toLowerCase().includes(value.toLowerCase()),
      );
      expect(given, vars.question).toBe(false);
    }
  });
});
