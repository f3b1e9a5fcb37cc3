import { readFileSync } from 'node:fs';
import { z } from 'zod';

const ticketSchema = z.strictObject({ intent: z.string(), text: z.string() });
const questionSchema = z.strictObject({
  passage: z.string(),
  /** The sentence of the passage that answers the question, from 0. */
  sentence: z.int().nonnegative(),
  text: z.string(),
});
const passageSchema = z.strictObject({ id: z.string(), title: z.string(), text: z.string() });

function readLines<Row>(place: string, schema: z.ZodType<Row>): readonly Row[] {
  return readFileSync(new URL(`../../datasets/${place}`, import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => schema.parse(JSON.parse(line)));
}

/** Tickets to train on; none of them is a case of a suite. */
export const readTickets = () => readLines('pocket/tickets.jsonl', ticketSchema);

/** Questions to train on, each with the sentence of the handbook that answers it; none of them is a case of a suite. */
export const readQuestions = () => readLines('pocket/questions.jsonl', questionSchema);

export const readHandbook = () => readLines('support/passages.jsonl', passageSchema);
