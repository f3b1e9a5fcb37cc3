import { type Message, textOf, textSegment } from '../../core/message.ts';
import { readNumbered, writeNumbered } from '../../text/numbered.ts';
import type { Tier } from './tiers.ts';

/** Numbered items that a tier can hold at a time; it leaves out what comes after them. */
const itemsHeld: { readonly [name in Tier['name']]: number } = { small: 5, medium: 20, large: 50 };

const mostItems = 1_000;

const asksForEach =
  /\b(?:each|every|all)\b[^.\n]{0,60}\b(?:items?|questions?|tickets?|requests?)\b[\s\S]*?\b(?:line|number)/i;

/** A prompt with several items; each entry is what the prompt would be with that item alone. */
export interface PackedPrompt {
  readonly prompts: readonly (readonly Message[])[];
}

/** What a model says to one item. */
interface ItemReply {
  readonly text: string;
  readonly confidence: number;
  readonly reasoning?: string;
}

/** Reads a user message that asks for an answer to each of several items numbered 1, 2, 3; undefined for any other. */
export function readPacked(messages: readonly Message[]): PackedPrompt | undefined {
  const last = messages.at(-1);
  if (last?.role !== 'user') return undefined;
  const text = textOf(last);
  const start = text.search(/\n1[:.)] /);
  if (start === -1 || !asksForEach.test(text.slice(0, start))) return undefined;
  const items = readNumbered(text.slice(start + 1), mostItems);
  if (items.length < 2 || items.some(({ number }, index) => number !== index + 1)) return undefined;
  return {
    prompts: items.map((item) => [
      ...messages.slice(0, -1),
      { role: 'user', segments: [textSegment('user', 'user', item.text)] },
    ]),
  };
}

/** Answers one item after the other, each on a line that begins with its number. */
export function respondToItems(
  { prompts }: PackedPrompt,
  tier: Tier,
  respondTo: (prompt: readonly Message[]) => ItemReply,
): ItemReply {
  const replies = prompts.slice(0, itemsHeld[tier.name]).map(respondTo);
  const thoughts = replies.flatMap(({ reasoning }) => reasoning ?? []);
  return {
    text: writeNumbered(replies.map(({ text }) => text)),
    ...(thoughts.length === 0 ? {} : { reasoning: thoughts.join('\n') }),
    confidence: replies.reduce((sum, { confidence }) => sum + confidence, 0) / replies.length,
  };
}
