import { z } from 'zod';

const answerShape = {
  /** Passages that hold the answer. */
  gold: z.array(z.string()).min(1),
  /** A right answer contains at least one of them. */
  phrases: z.array(z.string().min(1)).min(1),
};

/**
 * One hand-written question with its paraphrases. Names in braces are entities: `{order}`, `{product}`, `{date}` and `{amount}`
 * never change the answer; the entity named by `slot` does, and `values` says how. Values of one `class` have the same
 * answer.
 */
export const sourceSchema = z.union([
  z.strictObject({
    id: z.string(),
    ...answerShape,
    /** Questions that look like this one and have another answer. */
    near: z.array(z.string()).optional(),
    asks: z.array(z.string()).min(2).max(8),
  }),
  z.strictObject({
    id: z.string(),
    slot: z.string(),
    asks: z.array(z.string()).min(2).max(8),
    near: z.array(z.string()).optional(),
    values: z.record(z.string(), z.strictObject({ class: z.string(), ...answerShape })),
  }),
]);

export type SourceQuestion = z.output<typeof sourceSchema>;

export const passageSchema = z.strictObject({ id: z.string(), title: z.string(), text: z.string() });
export type SourcePassage = z.output<typeof passageSchema>;

/** @throws z.ZodError for a line that is not as described. */
export function readLines<Row>(text: string, schema: z.ZodType<Row>): readonly Row[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => schema.parse(JSON.parse(line)));
}

/** Everything that is wrong with the source: phrases that the passages do not hold, names that do not exist. */
export function problemsOfSource(
  questions: readonly SourceQuestion[],
  passages: readonly SourcePassage[],
): readonly string[] {
  const textOf = new Map(passages.map(({ id, text }) => [id, text.toLowerCase()]));
  const ids = questions.map(({ id }) => id);
  const known = new Set(ids);
  return questions.flatMap((question) => {
    const answers = 'values' in question ? Object.values(question.values) : [question];
    const slots = new Set(
      question.asks.flatMap((ask) => Array.from(ask.matchAll(/\{(\w+)\}/g), ([, name]) => name)),
    );
    const free = new Set(['order', 'product', 'date', 'amount', 'slot' in question ? question.slot : '']);
    return [
      ...(ids.indexOf(question.id) === ids.lastIndexOf(question.id) ? [] : [`${question.id} stands twice`]),
      ...(question.near ?? []).flatMap((near) =>
        known.has(near) ? [] : [`${question.id}: no question "${near}"`],
      ),
      ...[...slots].flatMap((slot) => (free.has(slot) ? [] : [`${question.id}: no entity "${slot}"`])),
      ...answers.flatMap(({ gold, phrases }) => [
        ...gold.flatMap((id) => (textOf.has(id) ? [] : [`${question.id}: no passage "${id}"`])),
        ...phrases.flatMap((phrase) =>
          gold.some((id) => textOf.get(id)?.includes(phrase.toLowerCase()))
            ? []
            : [`${question.id}: no gold passage holds "${phrase}"`],
        ),
      ]),
    ];
  });
}
