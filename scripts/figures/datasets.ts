import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { formatPercent } from '../../src/reports/format.ts';
import { readQuestions, readTickets } from '../pocket/corpus.ts';
import { markdownTable } from './table.ts';

const support = new URL('../../datasets/support/', import.meta.url);

const rowSchema = z.looseObject({
  vars: z.record(z.string(), z.json()),
  metadata: z.record(z.string(), z.string()),
});
type Row = z.output<typeof rowSchema>;

function readRows(file: string): readonly Row[] {
  return readFileSync(new URL(file, support), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => rowSchema.parse(JSON.parse(line)));
}

function count(rows: readonly Row[], wanted: { readonly [tag: string]: string }): number {
  return rows.filter(({ metadata }) =>
    Object.entries(wanted).every(([tag, value]) => metadata[tag] === value),
  ).length;
}

/** The commonest value first. */
function valuesOf(rows: readonly Row[], tag: string): readonly string[] {
  const values = [...new Set(rows.flatMap(({ metadata }) => metadata[tag] ?? []))].sort();
  return values.sort((a, b) => count(rows, { [tag]: b }) - count(rows, { [tag]: a }));
}

const files = [
  'tickets.jsonl',
  'answers.jsonl',
  'conversations.jsonl',
  'agent.jsonl',
  'orders.jsonl',
  'traffic.jsonl',
] as const;

export function rowsTable(): string {
  return markdownTable(
    ['file', 'rows', 'train', 'tune', 'test', 'hard in test', 'high criticality in test'],
    files.map((file) => {
      const rows = readRows(file);
      const tagged = (tag: string, value: string): string =>
        rows.some(({ metadata }) => metadata[tag] !== undefined)
          ? String(count(rows, { split: 'test', [tag]: value }))
          : '–';
      return [
        `\`${file}\``,
        String(rows.length),
        ...['train', 'tune', 'test'].map((split) => String(count(rows, { split }))),
        tagged('difficulty', 'hard'),
        tagged('criticality', 'high'),
      ];
    }),
  );
}

/** What the embedded models learnt from. */
export function trainingTable(): string {
  const questions = readQuestions();
  const sentences = new Set(questions.map(({ passage, sentence }) => `${passage} ${sentence}`));
  const tickets = readTickets();
  const intents = new Set(tickets.map(({ intent }) => intent));
  return markdownTable(
    ['file', 'texts', 'about'],
    [
      ['`pocket/tickets.jsonl`', String(tickets.length), `${intents.size} intents`],
      ['`pocket/questions.jsonl`', String(questions.length), `${sentences.size} sentences of the handbook`],
    ],
  );
}

export function intentsTable(): string {
  const rows = readRows('tickets.jsonl');
  return markdownTable(
    ['intent', 'plain', 'hard', 'of these in test', 'safety'],
    [...valuesOf(rows, 'intent')]
      .sort()
      .map((intent) => [
        `\`${intent}\``,
        String(count(rows, { intent, difficulty: 'plain' })),
        String(count(rows, { intent, difficulty: 'hard' })),
        String(count(rows, { intent, split: 'test' })),
        String(count(rows, { intent, safety: 'yes' })),
      ]),
  );
}

const turnsSchema = z.array(z.looseObject({ content: z.string() }));

/** A variable's text; of earlier turns, what all of them say. */
function textOf(value: unknown): string {
  const turns = turnsSchema.safeParse(value);
  return turns.success ? turns.data.map(({ content }) => content).join(' ') : String(value);
}

const measured: readonly (readonly [file: string, variable: string, tags: readonly string[]])[] = [
  ['tickets.jsonl', 'ticket', ['channel', 'criticality', 'difficulty']],
  ['answers.jsonl', 'question', ['kind', 'criticality', 'difficulty', 'retrieval']],
  ['conversations.jsonl', 'question', ['needs', 'difficulty', 'turns']],
  ['conversations.jsonl', 'history', []],
  ['agent.jsonl', 'request', ['channel', 'criticality', 'difficulty']],
  ['orders.jsonl', 'question', ['kind', 'difficulty']],
  ['traffic.jsonl', 'question', ['channel', 'surface', 'entities']],
];

/** Lengths in words: median, 95th percentile and longest. Percentiles are values of the data, never between two. */
export function lengthsTable(): string {
  return markdownTable(
    ['file', 'words, median', 'p95', 'longest'],
    measured.map(([file, variable]) => {
      const lengths = readRows(file)
        .map(({ vars }) => textOf(vars[variable]).trim().split(/\s+/).length)
        .sort((a, b) => a - b);
      const percentile = (share: number): string =>
        String(lengths[Math.max(0, Math.ceil(share * lengths.length) - 1)]);
      const of = variable === 'history' ? ', earlier turns' : '';
      return [`\`${file}\`${of}`, percentile(0.5), percentile(0.95), percentile(1)];
    }),
  );
}

export function tagsTable(): string {
  return markdownTable(
    ['file', 'tag', 'values'],
    measured.flatMap(([file, , tags]) => {
      const rows = readRows(file);
      return tags.map((tag) => [
        `\`${file}\``,
        `\`${tag}\``,
        valuesOf(rows, tag)
          .map((value) => `${value} ${formatPercent(count(rows, { [tag]: value }) / rows.length)}`)
          .join(', '),
      ]);
    }),
  );
}
