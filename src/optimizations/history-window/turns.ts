import { canonicalJson } from '../../core/json.ts';
import { type Message, textOf } from '../../core/message.ts';

/** What is kept or dropped as a whole: a user's message with everything that answers it, tool calls and results too. */
export interface Turn {
  readonly messages: readonly Message[];
  /** Holds a protected segment, so it always stays. */
  readonly isProtected: boolean;
}

/** Messages that are history and nothing else. */
export function isHistory({ segments }: Message): boolean {
  return segments.length > 0 && segments.every(({ part }) => part === 'history');
}

function calls({ segments }: Message): readonly string[] {
  return segments.flatMap(({ content }) => (content.type === 'tool-call' ? [content.id] : []));
}

function answeredCalls({ segments }: Message): readonly string[] {
  return segments.flatMap(({ content }) => (content.type === 'tool-result' ? [content.callId] : []));
}

/** Splits history into turns. A tool's result is never in another turn than its call, wherever it stands. */
export function turnsOf(history: readonly Message[]): readonly Turn[] {
  const groups: Message[][] = [];
  for (const message of history) {
    const asked = answeredCalls(message);
    const caller = groups.findIndex((group) =>
      group.some((earlier) => calls(earlier).some((id) => asked.includes(id))),
    );
    if (caller !== -1 && caller < groups.length - 1) {
      const merged = groups.splice(caller).flat();
      groups.push([...merged, message]);
    } else if (message.role === 'user' || groups.length === 0) groups.push([message]);
    else groups[groups.length - 1].push(message);
  }
  return groups.map((messages) => ({
    messages,
    isProtected: messages.some(({ segments }) => segments.some((segment) => segment.protected)),
  }));
}

/** A turn as a transcript: one line for each message. */
export function transcriptOf({ messages }: Turn): string {
  return messages
    .map((message) => {
      const results = message.segments.flatMap(({ content }) => {
        if (content.type === 'tool-result') {
          return typeof content.result === 'string' ? content.result : canonicalJson(content.result);
        }
        return content.type === 'tool-call' ? `${content.name} ${canonicalJson(content.arguments)}` : [];
      });
      return `${message.role}: ${[textOf(message), ...results].filter((text) => text !== '').join(' ')}`;
    })
    .join('\n');
}
