import { diffLines, diffWordsWithSpace } from 'diff';
import { canonicalJson } from '../../core/json.ts';
import type { Content } from '../../core/message.ts';
import type { ModelRequest } from '../../core/request.ts';
import type { Exchange } from '../../core/trial.ts';

export interface DiffPiece {
  readonly kind: 'same' | 'removed' | 'added';
  readonly text: string;
}

/** How much of an unchanged stretch stays at either end. */
const keptContext = 160;
/** Above this many edited words the difference is shown by lines, which is fast on any text. */
const mostWordEdits = 250;

function contentText(content: Content): string {
  switch (content.type) {
    case 'text':
      return content.text;
    case 'image':
      return `[image ${content.mediaType}]`;
    case 'tool-call':
      return `[tool call ${content.name} ${canonicalJson(content.arguments)}]`;
    case 'tool-result':
      return `[tool result ${canonicalJson(content.result)}]`;
  }
}

/** A request as text: what a reader compares. */
export function requestText(request: ModelRequest): string {
  if (request.kind === 'embedding') return `[embedding with ${request.model}]\n${request.inputs.join('\n')}`;
  const parameters = canonicalJson(request.parameters);
  const settings = [
    `model: ${request.model}`,
    ...(parameters === '{}' ? [] : [`parameters: ${parameters}`]),
    ...(request.serviceTier === 'standard' ? [] : [`service tier: ${request.serviceTier}`]),
    ...request.tools.map(
      ({ name, description, parameters: schema }) => `tool ${name}: ${description} ${canonicalJson(schema)}`,
    ),
  ];
  const messages = request.messages.map(
    ({ role, segments }) => `[${role}]\n${segments.map(({ content }) => contentText(content)).join('')}`,
  );
  return [...settings, ...messages].join('\n');
}

function exchangesText(exchanges: readonly Exchange[]): string {
  return exchanges
    .map(({ step, purpose, request }) => `── ${step} (${purpose})\n${requestText(request)}`)
    .join('\n\n');
}

function shortened(text: string, isFirst: boolean, isLast: boolean): string {
  const head = isFirst ? 0 : keptContext;
  const tail = isLast ? 0 : keptContext;
  if (text.length <= head + tail + 40) return text;
  return `${text.slice(0, head)} … ${text.slice(text.length - tail)}`;
}

/** What a candidate's requests lost and gained against the baseline's; long equal stretches are shortened. */
export function diffRequests(
  baseline: readonly Exchange[],
  candidate: readonly Exchange[],
): readonly DiffPiece[] {
  const before = exchangesText(baseline);
  const after = exchangesText(candidate);
  const changes =
    diffWordsWithSpace(before, after, { maxEditLength: mostWordEdits }) ?? diffLines(before, after) ?? [];
  return changes.map(({ value, added, removed }, index): DiffPiece => {
    if (added === true) return { kind: 'added', text: value };
    if (removed === true) return { kind: 'removed', text: value };
    return { kind: 'same', text: shortened(value, index === 0, index === changes.length - 1) };
  });
}
