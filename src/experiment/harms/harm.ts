import type { Message, Segment } from '../../core/message.ts';
import type { Middleware } from '../../core/middleware.ts';
import type { ChatRequest } from '../../core/request.ts';
import type { ListenedCase } from './listen.ts';

export const harmFamilies = [
  'context',
  'entities',
  'truncation',
  'instructions',
  'examples',
  'labels',
  'model',
  'off-topic',
] as const;
export type HarmFamily = (typeof harmFamilies)[number];

/** One way to damage the pipeline, as a middleware on top of the baseline's stack. */
export interface Harm {
  readonly name: string;
  readonly family: HarmFamily;
  /** What is broken, in a few words. */
  readonly description: string;
  readonly middleware: Middleware;
}

/** A harm that this suite leaves no room for. */
export interface ImpossibleHarm extends Pick<Harm, 'name' | 'family' | 'description'> {
  readonly reason: string;
}

/** The decision that a harm leaves on each trial that it changed. */
export const plantedDecision = { name: 'mutate.harm', choice: 'planted' } as const;

/** Rewrites the requests for answers. The same object back means that there was nothing to change. */
export function requestHarm(change: (request: ChatRequest) => ChatRequest): Middleware {
  return (request, next, context) => {
    if (request.kind !== 'chat' || context.purpose !== 'answer') return next(request);
    const changed = change(request);
    if (changed === request || changed.messages.length === 0) return next(request);
    context.decide(plantedDecision);
    return next(changed);
  };
}

/**
 * Rewrites the text of the call that gave the baseline its answer: the last one of a pipeline. The same text back means
 * that there was nothing to change.
 */
export function answerHarm(
  listened: ReadonlyMap<string, ListenedCase>,
  change: (text: string, caseId: string) => string,
): Middleware {
  return async (request, next, context) => {
    const response = await next(request);
    const { caseId } = context.trial;
    const isAnswer = context.purpose === 'answer' && context.step === listened.get(caseId)?.answerStep;
    if (!isAnswer || response.kind !== 'chat' || response.text === '') return response;
    const text = change(response.text, caseId);
    if (text === response.text) return response;
    context.decide(plantedDecision);
    return { ...response, text };
  };
}

/**
 * Edits text segments, protected ones too: a lever must leave them alone, a harm need not. `undefined` removes a segment.
 * Gives back the same request when nothing changes.
 */
export function editRequest(
  request: ChatRequest,
  edit: (text: string, segment: Segment) => string | undefined,
): ChatRequest {
  let changed = false;
  const messages = request.messages.flatMap((message): readonly Message[] => {
    const segments = message.segments.flatMap((segment): readonly Segment[] => {
      if (segment.content.type !== 'text') return [segment];
      const text = edit(segment.content.text, segment);
      if (text === segment.content.text) return [segment];
      changed = true;
      return text === undefined || text.trim() === ''
        ? []
        : [{ ...segment, content: { type: 'text', text } }];
    });
    return segments.length === 0 ? [] : [{ role: message.role, segments }];
  });
  return changed ? { ...request, messages } : request;
}
