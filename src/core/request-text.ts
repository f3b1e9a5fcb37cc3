import { textOf } from './message.ts';
import type { ChatRequest } from './request.ts';

/**
 * What the user wrote in this request: the text of its `user` part, or of the last user message when no segment is
 * named so.
 */
export function requestText({ messages }: ChatRequest): string {
  const own = messages
    .flatMap(({ segments }) => segments)
    .filter(({ part }) => part === 'user')
    .map(({ content }) => (content.type === 'text' ? content.text : ''))
    .join('');
  if (own !== '') return own;
  const last = messages.findLast(({ role }) => role === 'user');
  return last === undefined ? '' : textOf(last);
}
