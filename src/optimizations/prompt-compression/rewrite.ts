import { type Message, mapText, type Part } from '../../core/message.ts';
import type { Middleware } from '../../core/middleware.ts';
import type { ChatRequest } from '../../core/request.ts';
import { withTrailingSpaceOf } from '../../text/paragraphs.ts';
import { chatMiddleware, componentRequest, type Fitting } from '../optimization.ts';
import type { RewriteSettings } from './settings.ts';
import { lostSpans } from './surviving-spans.ts';

/** A constant text of the prompt and its shorter version, or why there is none. */
export interface Rewrite {
  readonly original: string;
  readonly rewritten: string;
  readonly lost: readonly string[];
  readonly isUsed: boolean;
}

function constantTexts(request: ChatRequest, parts: ReadonlySet<Part>): readonly string[] {
  return request.messages
    .flatMap(({ segments }) => segments)
    .flatMap((segment) =>
      parts.has(segment.part) && !segment.protected && segment.content.type === 'text'
        ? segment.content.text.trim()
        : [],
    )
    .filter((text) => text !== '');
}

function instructionFor(text: string, keepShare: number): string {
  const words = Math.max(5, Math.ceil(text.split(/\s+/).length * keepShare));
  return (
    `Shorten the text to at most ${words} words without changing what it says. It instructs a language model. ` +
    'Keep every rule, label, name, number, quotation and placeholder exactly as it is written. ' +
    'Answer with the shortened text and nothing else.'
  );
}

/**
 * Asks the model once for each constant text of the prompt: texts that differ between the first two cases hold variables
 * and are left alone. The first case is run once to send the questions through the stack, so they are charged.
 */
export async function fitRewrites(
  { parts, model, keepShare }: RewriteSettings,
  { tune, train, requestsOf, run }: Fitting,
): Promise<readonly Rewrite[]> {
  const [first, second] = [...tune, ...train];
  if (first === undefined) return [];
  const wanted = new Set<Part>(parts);
  const textsOf = async (fitCase: typeof first) =>
    (await requestsOf(fitCase)).flatMap(({ request }) => constantTexts(request, wanted));
  const seen = new Set(second === undefined ? await textsOf(first) : await textsOf(second));
  const texts = [...new Set(await textsOf(first))].filter((text) => seen.has(text));
  const rewrites: Rewrite[] = [];
  const asking: Middleware = chatMiddleware(async (request, next, context) => {
    for (const original of texts) {
      if (rewrites.some((rewrite) => rewrite.original === original)) continue;
      const instruction = instructionFor(original, keepShare);
      const question = componentRequest(request, { model, instruction, text: original });
      const response = await context.call(question, 'compress');
      const rewritten = response.kind === 'chat' ? response.text.trim() : '';
      const lost = lostSpans(original, rewritten);
      const isUsed = rewritten !== '' && rewritten.length < original.length && lost.length === 0;
      rewrites.push({ original, rewritten, lost, isUsed });
    }
    return next(request);
  });
  await run([asking], [first]);
  return rewrites;
}

/** Puts the rewrites in; counts the texts that stay as they are because their rewrite could not be used. */
export function applyRewrites(
  messages: readonly Message[],
  parts: readonly Part[],
  rewrites: readonly Rewrite[],
): { readonly messages: readonly Message[]; readonly replaced: number; readonly kept: number } {
  let replaced = 0;
  let kept = 0;
  const changed = mapText(messages, new Set(parts), (text) => {
    const rewrite = rewrites.find(({ original }) => original === text.trim());
    if (rewrite?.isUsed !== true) {
      kept += 1;
      return text;
    }
    replaced += 1;
    return withTrailingSpaceOf(text, rewrite.rewritten);
  });
  return { messages: changed, replaced, kept };
}
