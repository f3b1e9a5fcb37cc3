import { z } from 'zod';
import type { JsonObject } from '../../src/core/json.ts';
import { createRandom, shuffle } from '../../src/stats/random.ts';
import { passageSchema, readLines } from '../traffic/source.ts';
import { phraseAssertion } from './key-phrases.ts';

/** A hand-written dialogue and the question that ends it. */
export const dialogueSchema = z.strictObject({
  id: z.string(),
  split: z.enum(['train', 'tune', 'test']),
  difficulty: z.enum(['plain', 'hard']),
  /** What decides the answer: the last message alone, one of the last two turns, or something said before them. */
  needs: z.enum(['last', 'recent', 'early']),
  /** Passages that hold the answer. */
  gold: z.array(z.string()).min(1),
  /** Passages that would answer if the conversation were about something else. */
  lookalikes: z.array(z.string()).min(3).max(5),
  /** A right answer contains at least one of them. */
  phrases: z.array(z.string().min(1)).min(1),
  turns: z
    .array(z.strictObject({ user: z.string(), assistant: z.string() }))
    .min(3)
    .max(12),
  question: z.string(),
});

export type Dialogue = z.output<typeof dialogueSchema>;

/** One case of the conversation suite. */
export interface Conversation {
  readonly vars: {
    readonly history: readonly { readonly role: 'user' | 'assistant'; readonly content: string }[];
    readonly question: string;
    readonly passages: readonly string[];
  };
  readonly assert: readonly JsonObject[];
  readonly metadata: { readonly [tag: string]: string };
}

export function readDialogues(text: string): readonly Dialogue[] {
  return readLines(text, dialogueSchema);
}

/**
 * Makes cases of dialogues.
 *
 * @throws z.ZodError for a line that is not as described. @throws Error for a passage that does not exist.
 */
export function makeConversations(dialogues: string, passages: string): readonly Conversation[] {
  const textOf = new Map(
    readLines(passages, passageSchema).map(({ id, title, text }) => [id, `${title}\n${text}`]),
  );
  return readDialogues(dialogues).map((dialogue) => {
    const { id, split, difficulty, needs, gold, lookalikes, phrases, turns, question } = dialogue;
    const order = shuffle(createRandom(id), [...gold, ...lookalikes]);
    return {
      vars: {
        history: turns.flatMap(({ user, assistant }) => [
          { role: 'user' as const, content: user },
          { role: 'assistant' as const, content: assistant },
        ]),
        question,
        passages: order.map((passage) => {
          const text = textOf.get(passage);
          if (text === undefined) throw new Error(`${id}: there is no passage "${passage}"`);
          return text;
        }),
      },
      assert:
        phrases.length === 1 ? phrases.map(phraseAssertion) : [{ type: 'icontains-any', value: phrases }],
      metadata: { id, split, difficulty, needs, turns: String(turns.length) },
    };
  });
}
