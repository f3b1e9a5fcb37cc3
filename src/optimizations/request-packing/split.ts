import type { ChatResponse } from '../../core/request.ts';
import { readNumbered } from '../../text/numbered.ts';

/** Why an item has no answer of its own. */
export type Loss = 'missing' | 'doubled' | 'cut off';

export type SplitAnswer = { readonly kind: 'answer'; readonly text: string } | { readonly kind: Loss };

/**
 * Takes the answer to several items apart. Every item must come exactly once; of an answer that stopped at the output limit
 * the last item is not whole.
 */
export function splitAnswer(
  { text, finishReason }: Pick<ChatResponse, 'text' | 'finishReason'>,
  count: number,
): readonly SplitAnswer[] {
  const found = readNumbered(text, count);
  const isCut = (index: number): boolean => finishReason === 'length' && index === found.length - 1;
  const answers = new Map<number, SplitAnswer>();
  for (const [index, { number, text: answer }] of found.entries()) {
    if (answers.has(number)) answers.set(number, { kind: 'doubled' });
    else if (isCut(index)) answers.set(number, { kind: 'cut off' });
    else answers.set(number, { kind: 'answer', text: answer.trim() });
  }
  return Array.from({ length: count }, (_, index) => {
    const answer = answers.get(index + 1) ?? { kind: 'missing' };
    return answer.kind === 'answer' && answer.text === '' ? { kind: 'missing' } : answer;
  });
}
