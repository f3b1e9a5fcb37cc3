import { type Message, mapText, type Part } from '../../core/message.ts';
import { meanQuality } from '../../core/trial.ts';
import { eliminateBackward } from '../../learn/backward-elimination.ts';
import { joinKept } from '../../text/drop-sentences.ts';
import { withTrailingSpaceOf } from '../../text/paragraphs.ts';
import { findProtectedSpans, type ProtectedKind } from '../../text/protected-spans.ts';
import { splitSentences } from '../../text/sentences.ts';
import { chatMiddleware, type Fitting } from '../optimization.ts';
import type { InstructionsSettings } from './settings.ts';

/** A sentence or list item of the instructions. One that is written twice is two. */
export interface Instruction {
  readonly sentence: string;
  /** 1 for the first time that the sentence stands in a request, 2 for the second. */
  readonly occurrence: number;
}

/** Pieces of these are parts of something larger, so a sentence that holds one always stays. */
const structure: ReadonlySet<ProtectedKind> = new Set(['code', 'template', 'tag', 'json']);

const keyOf = ({ sentence, occurrence }: Instruction) => `${occurrence} ${sentence}`;

/** Walks over the sentences of the given parts in reading order. */
function mapSentences(
  messages: readonly Message[],
  parts: readonly Part[],
  isKept: (instruction: Instruction) => boolean,
): readonly Message[] {
  const occurrences = new Map<string, number>();
  return mapText(messages, new Set(parts), (text) => {
    const sentences = splitSentences(text);
    const kept = sentences.map((sentence) => {
      const trimmed = sentence.trim();
      if (trimmed === '' || findProtectedSpans(sentence, structure).length > 0) return true;
      const occurrence = (occurrences.get(trimmed) ?? 0) + 1;
      occurrences.set(trimmed, occurrence);
      return isKept({ sentence: trimmed, occurrence });
    });
    if (kept.every(Boolean)) return text;
    const shorter = joinKept(sentences, (position) => kept[position]);
    return shorter.trim() === '' ? undefined : withTrailingSpaceOf(text, shorter);
  });
}

/** The messages without these sentences; what is kept stays byte for byte, but for white space where something went. */
export function withoutInstructions(
  messages: readonly Message[],
  parts: readonly Part[],
  dropped: readonly Instruction[],
): readonly Message[] {
  const keys = new Set(dropped.map(keyOf));
  return mapSentences(messages, parts, (instruction) => !keys.has(keyOf(instruction)));
}

/** Finds the sentences that the tune split does not miss. Sentences that not every case has are never dropped. */
export async function fitInstructions(
  chosen: InstructionsSettings,
  { tune, run, requestsOf }: Fitting,
): Promise<{ readonly dropped: readonly Instruction[]; readonly of: number }> {
  const [first, second] = tune;
  if (first === undefined) return { dropped: [], of: 0 };
  const instructionsOf = async (fitCase: typeof first) => {
    const found = new Map<string, Instruction>();
    for (const { request } of await requestsOf(fitCase)) {
      mapSentences(request.messages, chosen.parts, (instruction) => {
        found.set(keyOf(instruction), instruction);
        return true;
      });
    }
    return found;
  };
  const constant = second === undefined ? undefined : await instructionsOf(second);
  const all = [...(await instructionsOf(first))]
    .filter(([key]) => constant?.has(key) ?? true)
    .map(([, instruction]) => instruction);
  const without = (kept: readonly Instruction[]) => all.filter((instruction) => !kept.includes(instruction));
  const kept = await eliminateBackward(
    all,
    async (some) => {
      const dropped = without(some);
      const dropping = chatMiddleware((request, next) =>
        next({ ...request, messages: withoutInstructions(request.messages, chosen.parts, dropped) }),
      );
      return meanQuality(await run([dropping], tune));
    },
    chosen,
  );
  return { dropped: without(kept), of: all.length };
}
