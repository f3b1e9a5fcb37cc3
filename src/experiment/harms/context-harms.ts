import type { ChatRequest } from '../../core/request.ts';
import { bm25Index } from '../../text/bm25.ts';
import { stems } from '../../text/words.ts';
import { editRequest, type Harm, type ImpossibleHarm, requestHarm } from './harm.ts';
import { type ListenedCase, questionOf } from './listen.ts';

/** The passages of a request: its context segments, or the paragraphs of a single one. */
interface Passages {
  readonly texts: readonly string[];
  readonly without: (dropped: ReadonlySet<number>) => ChatRequest;
}

function contextTexts({ messages }: ChatRequest): readonly string[] {
  return messages.flatMap(({ segments }) =>
    segments.flatMap(({ part, content }) =>
      part === 'context' && content.type === 'text' ? [content.text] : [],
    ),
  );
}

function withoutContext(request: ChatRequest): ChatRequest {
  return editRequest(request, (text, { part }) => (part === 'context' ? undefined : text));
}

function passagesOf(request: ChatRequest): Passages {
  const segments = contextTexts(request);
  const [only] = segments;
  if (segments.length !== 1 || only === undefined) {
    return {
      texts: segments,
      without: (dropped) => {
        let number = -1;
        return editRequest(request, (text, { part }) => {
          if (part !== 'context') return text;
          number += 1;
          return dropped.has(number) ? undefined : text;
        });
      },
    };
  }
  const paragraphs = only.split(/\n\s*\n/).filter((text) => text.trim() !== '');
  return {
    texts: paragraphs,
    without: (dropped) =>
      editRequest(request, (text, { part }) =>
        part === 'context' ? paragraphs.filter((_, number) => !dropped.has(number)).join('\n\n') : text,
      ),
  };
}

/** Drops the passages that share most with the question by BM25; a request with no more than these stays as it is. */
function withoutBest(request: ChatRequest, count: number): ChatRequest {
  const { texts, without } = passagesOf(request);
  if (texts.length <= count) return request;
  const ranked = bm25Index(texts.map(stems)).rank(stems(questionOf(request)));
  return without(new Set(ranked.slice(0, count)));
}

export function contextHarms(
  listened: ReadonlyMap<string, ListenedCase>,
): readonly (Harm | ImpossibleHarm)[] {
  const most = Math.max(
    0,
    ...[...listened.values()].flatMap(({ requests }) =>
      requests.map((request) => passagesOf(request).texts.length),
    ),
  );
  const family = 'context';
  const dropBest = (count: number): Harm | ImpossibleHarm => {
    const described = {
      name: count === 1 ? 'best-passage-dropped' : `best-${count}-passages-dropped`,
      family,
      description:
        count === 1
          ? 'the passage closest to the question is missing from the context'
          : `the ${count} passages closest to the question are missing from the context`,
    } as const;
    if (most === 0) return { ...described, reason: 'the prompt has no context' };
    if (most <= count) return { ...described, reason: `no context has more than ${count} passages` };
    return { ...described, middleware: requestHarm((request) => withoutBest(request, count)) };
  };
  const all = { name: 'context-dropped', family, description: 'the whole context is missing' } as const;
  return [
    most === 0
      ? { ...all, reason: 'the prompt has no context' }
      : { ...all, middleware: requestHarm(withoutContext) },
    dropBest(1),
    dropBest(3),
  ];
}
