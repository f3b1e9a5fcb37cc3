import { textOf } from '../../core/message.ts';
import type { Middleware } from '../../core/middleware.ts';
import type { ChatRequest } from '../../core/request.ts';

/** What the pipeline sent for a case and got back, above all optimizations. */
export interface ListenedCase {
  readonly requests: readonly ChatRequest[];
  /** The text of the last answer, trimmed; empty for tool calls. */
  readonly answer: string;
  /** The step that gave it. */
  readonly answerStep: string;
}

export interface Listener {
  readonly middleware: Middleware;
  /** By case id. */
  readonly heard: ReadonlyMap<string, ListenedCase>;
}

/** A middleware that changes nothing and remembers the first repeat of these cases. */
export function createListener(caseIds: ReadonlySet<string>): Listener {
  const heard = new Map<string, ListenedCase>();
  return {
    heard,
    middleware: async (request, next, { trial, purpose, step }) => {
      const response = await next(request);
      const isAnswer = request.kind === 'chat' && response.kind === 'chat' && purpose === 'answer';
      if (isAnswer && trial.repeat === 0 && caseIds.has(trial.caseId)) {
        const earlier = heard.get(trial.caseId)?.requests ?? [];
        heard.set(trial.caseId, {
          requests: [...earlier, request],
          answer: response.text.trim(),
          answerStep: step,
        });
      }
      return response;
    },
  };
}

/** What a request asks: the text of its `user` part, or else of its last user message. */
export function questionOf({ messages }: ChatRequest): string {
  const asked = messages.flatMap(({ segments }) =>
    segments.flatMap(({ part, content }) =>
      part === 'user' && content.type === 'text' ? [content.text] : [],
    ),
  );
  if (asked.length > 0) return asked.join('\n');
  const last = messages.findLast(({ role }) => role === 'user');
  return last === undefined ? '' : textOf(last);
}
