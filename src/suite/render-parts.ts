import type { Content, Message, Part, Role, Segment } from '../core/message.ts';
import { ChatTurnError, readChatTurn } from './chat-turn.ts';
import type { PartsPrompt, PartTemplate } from './suite.ts';
import { compileTemplate, TemplateError, type Variables } from './template.ts';

/** What stands between two segments of one message; it belongs to the first, so that removing one leaves clean text. */
const separator = '\n\n';

interface Piece {
  readonly part: Part;
  readonly id: string;
  readonly text: string;
}

/**
 * Renders a prompt that is given in parts. The system message holds system, instructions, tools (as text) and examples
 * (as text); examples given as pairs follow as user and assistant messages, then the history with one message per
 * turn, then a user message with context and user. Parts that render to nothing are left out.
 *
 * @throws TemplateError when a variable is missing or has the wrong form.
 */
export function renderParts(prompt: PartsPrompt, variables: Variables): readonly Message[] {
  const { parts } = prompt;
  const protect = new Set(prompt.protect);
  const pieces = (part: Part) => renderPart(part, parts[part], variables);
  const pairs = parts.examples?.kind === 'pairs' ? parts.examples.pairs : [];

  return [
    ...sameAsBefore(
      prompt,
      textMessage(
        'system',
        [...pieces('system'), ...pieces('instructions'), ...pieces('tools'), ...pieces('examples')],
        protect,
      ),
    ),
    ...pairs.flatMap(({ user, assistant }, index) => [
      ...textMessage('user', [examplePiece(index, 'user', user, variables)], protect),
      ...textMessage('assistant', [examplePiece(index, 'assistant', assistant, variables)], protect),
    ]),
    ...renderHistory(parts.history, variables, protect.has('history')),
    ...textMessage('user', [...pieces('context'), ...pieces('user')], protect),
  ];
}

const lastSystemMessage = new WeakMap<PartsPrompt, Message>();

/**
 * The system message of most prompts is the same in every request. Giving back the same object lets what is computed
 * from a message (its digest, its compressed form) be computed once.
 */
function sameAsBefore(prompt: PartsPrompt, rendered: readonly Message[]): readonly Message[] {
  const [message] = rendered;
  if (message === undefined) return rendered;
  const earlier = lastSystemMessage.get(prompt);
  const isSame =
    earlier !== undefined &&
    earlier.segments.length === message.segments.length &&
    earlier.segments.every(({ id, content }, index) => {
      const other = message.segments[index];
      return (
        id === other.id &&
        content.type === 'text' &&
        other.content.type === 'text' &&
        content.text === other.content.text
      );
    });
  if (isSame) return [earlier];
  lastSystemMessage.set(prompt, message);
  return rendered;
}

function examplePiece(
  index: number,
  side: 'user' | 'assistant',
  template: string,
  variables: Variables,
): Piece {
  return { part: 'examples', id: `example-${index + 1}-${side}`, text: renderText(template, variables) };
}

/** Segment ids: parts that can repeat are counted, the others are called by their name. */
function idOf(part: Part, index: number): string {
  if (part === 'examples') return `example-${index + 1}`;
  if (part === 'context') return `context-${index + 1}`;
  return index === 0 ? part : `${part}-${index + 1}`;
}

function renderPart(part: Part, template: PartTemplate | undefined, variables: Variables): readonly Piece[] {
  if (template === undefined || template.kind === 'pairs' || template.kind === 'turns') return [];
  return renderTexts(template, variables).map((text, index) => ({ part, id: idOf(part, index), text }));
}

function renderTexts(
  template: Exclude<PartTemplate, { readonly kind: 'pairs' | 'turns' }>,
  variables: Variables,
): readonly string[] {
  if (template.kind === 'text') return [renderText(template.template, variables)];
  if (template.kind === 'list') return template.templates.map((text) => renderText(text, variables));
  return listVariable(template.variable, variables).map((item, index) =>
    renderText(template.template, { ...variables, item, index: index + 1 }),
  );
}

function renderText(template: string, variables: Variables): string {
  return renderChecked(template, variables).trimEnd();
}

/** Renders a template, and names the first variable that it needs and does not get. @throws TemplateError */
export function renderChecked(template: string, variables: Variables): string {
  const compiled = compileTemplate(template);
  const missing = compiled.required.find((name) => variables[name] === undefined);
  if (missing !== undefined)
    throw new TemplateError(`the prompt needs the variable "${missing}", which is not given`);
  return compiled.render(variables);
}

function listVariable(name: string, variables: Variables): readonly unknown[] {
  const value = variables[name];
  if (!Array.isArray(value))
    throw new TemplateError(`the prompt needs the list "${name}", which is not given`);
  return value;
}

function textMessage(role: Role, pieces: readonly Piece[], protect: ReadonlySet<Part>): readonly Message[] {
  const filled = pieces.filter(({ text }) => text !== '');
  if (filled.length === 0) return [];
  const segments = filled.map(
    ({ part, id, text }, index): Segment => ({
      part,
      id,
      content: { type: 'text', text: index === filled.length - 1 ? text : text + separator },
      protected: protect.has(part),
    }),
  );
  return [{ role, segments }];
}

function renderHistory(
  template: PartTemplate | undefined,
  variables: Variables,
  isProtected: boolean,
): readonly Message[] {
  if (template?.kind !== 'turns') return [];
  return listVariable(template.variable, variables).flatMap((turn, index): readonly Message[] => {
    const { role, contents } = readTurn(template.variable, turn, index);
    const segment = (content: Content, position: number): Segment => ({
      part: 'history',
      id: position === 0 ? `history-${index + 1}` : `history-${index + 1}-${position + 1}`,
      content,
      protected: isProtected,
    });
    return contents.length === 0 ? [] : [{ role, segments: contents.map(segment) }];
  });
}

function readTurn(variable: string, turn: unknown, index: number) {
  try {
    return readChatTurn(turn);
  } catch (error) {
    if (!(error instanceof ChatTurnError)) throw error;
    throw new TemplateError(`turn ${index + 1} of the variable "${variable}": ${error.message}`, {
      cause: error,
    });
  }
}
