import { describe, expect, it } from 'vitest';
import { type Message, type Segment, textOf, textSegment } from '../../../src/core/message.ts';
import { assembleStack, type Decision } from '../../../src/core/middleware.ts';
import { type ChatRequest, type ChatResponse, defaultRetryPolicy } from '../../../src/core/request.ts';
import { entityHarms, offTopicHarms, truncationHarms } from '../../../src/experiment/harms/answer-harms.ts';
import { contextHarms } from '../../../src/experiment/harms/context-harms.ts';
import type { Harm, ImpossibleHarm } from '../../../src/experiment/harms/harm.ts';
import { labelHarms, labelsOf } from '../../../src/experiment/harms/label-harms.ts';
import type { ListenedCase } from '../../../src/experiment/harms/listen.ts';
import { instructionHarms, instructionsIn } from '../../../src/experiment/harms/prompt-harms.ts';

function requestOf(...segments: readonly Segment[]): ChatRequest {
  const system = segments.filter(({ part }) => part === 'system' || part === 'instructions');
  const user = segments.filter((segment) => !system.includes(segment));
  const message = (role: Message['role'], given: readonly Segment[]): readonly Message[] =>
    given.length === 0 ? [] : [{ role, segments: given }];
  return {
    kind: 'chat',
    model: 'shop:strong',
    messages: [...message('system', system), ...message('user', user)],
    tools: [],
    parameters: {},
    serviceTier: 'standard',
    retry: defaultRetryPolicy,
    cacheBreakpoints: [],
  };
}

const passages = [
  textSegment('context', 'context-1', 'Parcels take three days.'),
  textSegment('context', 'context-2', 'Tents may be returned within 30 days.', true),
  textSegment('context', 'context-3', 'The shop is closed on Sundays.'),
  textSegment('context', 'context-4', 'Stoves need gas.'),
];
const question = textSegment('user', 'user', 'How long may a tent be returned?');

function listening(
  ...cases: readonly { readonly request?: ChatRequest; readonly answer?: string }[]
): ReadonlyMap<string, ListenedCase> {
  return new Map(
    cases.map(({ request = requestOf(question), answer = '' }, index) => [
      `case-${index}`,
      { requests: [request], answer, answerStep: 'main' },
    ]),
  );
}

function named(harms: readonly (Harm | ImpossibleHarm)[], name: string): Harm {
  const found = harms.find((harm) => harm.name === name);
  if (found === undefined || !('middleware' in found)) throw new Error(`${name} was not planted`);
  return found;
}

/** What reaches the model under a harm, what comes back, and whether the harm says that it struck. */
async function strike(
  { middleware }: Harm,
  request: ChatRequest,
  { answer = '', caseId = 'case-0', step = 'main' } = {},
) {
  const decisions: Decision[] = [];
  let sent: ChatRequest | undefined;
  const call = assembleStack(
    [middleware],
    async (reached) => {
      if (reached.kind === 'chat') sent = reached;
      const response: ChatResponse = {
        kind: 'chat',
        text: answer,
        toolCalls: [],
        finishReason: 'stop',
        attempts: [],
        answeredBy: 'test',
      };
      return response;
    },
    {
      trial: { armId: 'arm', caseId, repeat: 0 },
      decide: (decision) => decisions.push(decision),
      signal: new AbortController().signal,
    },
  );
  const response = await call(request, 'answer', step);
  return {
    sent: sent?.messages.map(textOf).join('\n') ?? '',
    text: response.kind === 'chat' ? response.text : '',
    struck: decisions.length > 0,
  };
}

describe('context harms', () => {
  const request = requestOf(...passages, question);
  const harms = contextHarms(listening({ request }));

  it('drop the passage closest to the question, protected or not, and only that one', async () => {
    const { sent, struck } = await strike(named(harms, 'best-passage-dropped'), request);
    expect(sent).not.toContain('30 days');
    expect(sent).toContain('three days');
    expect(struck).toBe(true);
  });

  it('drop the whole context and leave the question', async () => {
    const { sent } = await strike(named(harms, 'context-dropped'), request);
    expect(sent).toBe(question.content.type === 'text' ? question.content.text : '');
  });

  it('find paragraphs in a context of one piece', async () => {
    const text = passages.map(({ content }) => (content.type === 'text' ? content.text : '')).join('\n\n');
    const whole = requestOf(textSegment('context', 'context', text), question);
    const harm = named(contextHarms(listening({ request: whole })), 'best-passage-dropped');
    expect((await strike(harm, whole)).sent).not.toContain('30 days');
  });

  it('do not apply to a prompt without context', () => {
    expect(contextHarms(listening({})).every((harm) => 'reason' in harm)).toBe(true);
  });
});

describe('instructions', () => {
  const text =
    '# Rules\n\nSort the ticket into a queue.\n\n1. If it leaks, choose damaged.\n   Even when it is old.\n2. If it is late, choose order status.\n\n---\n\nAnswer with one word.\n';

  it('are paragraphs and list items, without headings and rules', () => {
    expect(instructionsIn(text)).toEqual([
      'Sort the ticket into a queue.',
      '1. If it leaks, choose damaged.\n   Even when it is old.',
      '2. If it is late, choose order status.',
      'Answer with one word.',
    ]);
  });

  it('are removed one at a time, those that every case gets, spread over the prompt', async () => {
    const request = (name: string) =>
      requestOf(textSegment('instructions', 'instructions', `${text}\nThe customer is ${name}.`), question);
    const listened = listening({ request: request('Ada') }, { request: request('Bo') });
    expect(instructionHarms(listened, 10)).toHaveLength(4);
    const harms = instructionHarms(listened, 2);
    expect(harms.map(({ name }) => name)).toEqual(['instruction-removed-1', 'instruction-removed-4']);
    const { sent } = await strike(named(harms, 'instruction-removed-4'), request('Ada'));
    expect(sent).not.toContain('one word');
    expect(sent).toContain('Sort the ticket');
  });

  it('are not found where the prompt does not name them', () => {
    expect(instructionHarms(listening({}), 5)).toMatchObject([{ reason: expect.stringContaining('part') }]);
  });
});

describe('answer harms', () => {
  const request = requestOf(question);
  const listened = listening(
    { answer: 'You have 30 days, says Quillmoor in London.' },
    { answer: 'It costs 12.50, says Anna in Paris.' },
  );

  it('cut an answer in half at the end of a word', async () => {
    const { text } = await strike(named(truncationHarms(listened), 'answers-truncated'), request, {
      answer: 'You have thirty days to return it.',
    });
    expect(text).toBe('You have thirty');
  });

  it('exchange numbers and names for those of other answers', async () => {
    const harm = named(entityHarms(listened, undefined), 'entities-swapped');
    const { text } = await strike(harm, request, { answer: 'You have 30 days, says Quillmoor in London.' });
    expect(text).toContain('12.50 days');
    expect(text).not.toMatch(/Quillmoor in London/);
  });

  it('touch only the call that gives the answer', async () => {
    const harm = named(truncationHarms(listened), 'answers-truncated');
    const { text, struck } = await strike(harm, request, { answer: 'one two', step: 'classify' });
    expect({ text, struck }).toEqual({ text: 'one two', struck: false });
  });

  it('hit the share that was asked for, and a smaller share is part of a larger one', async () => {
    const many = listening(...Array.from({ length: 200 }, () => ({ answer: 'yes' })));
    const harms = offTopicHarms(many, [0.02, 0.1], 'seed');
    const hit = async (name: string) => {
      const found: string[] = [];
      for (const caseId of many.keys()) {
        if ((await strike(named(harms, name), request, { answer: 'yes', caseId })).struck) found.push(caseId);
      }
      return found;
    };
    const few = await hit('off-topic-2');
    const more = await hit('off-topic-10');
    expect([few.length, more.length]).toEqual([4, 20]);
    expect(more).toEqual(expect.arrayContaining(few));
  });
});

describe('label harms', () => {
  const asked = (text: string) => requestOf(textSegment('user', 'user', text));
  const listened = listening(
    ...Array.from({ length: 6 }, () => ({ request: asked('where is my parcel'), answer: 'status' })),
    ...Array.from({ length: 4 }, () => ({ request: asked('the tent leaks'), answer: 'damaged' })),
    { request: asked('where is my lost parcel'), answer: 'lost' },
    { request: asked('a lost parcel'), answer: 'lost' },
  );
  const labels = labelsOf(listened);
  const harms = labelHarms(listened, labels, [0.05], 'seed');

  it('know labels from texts', () => {
    expect(labels).toEqual(['status', 'damaged', 'lost']);
    expect(labelsOf(listening({ answer: 'A long sentence.' }, { answer: 'Another one.' }))).toBeUndefined();
  });

  it('give every label another one', async () => {
    for (const label of labels ?? []) {
      const { text } = await strike(named(harms, 'labels-shuffled'), asked('x'), { answer: label });
      expect(labels).toContain(text);
      expect(text).not.toBe(label);
    }
  });

  it('lose the rarest label to the most similar case of another one', async () => {
    const harm = named(harms, 'label-lost');
    const lost = await strike(harm, asked('where is my lost parcel'), { answer: 'lost', caseId: 'case-10' });
    expect(lost.text).toBe('status');
    expect((await strike(harm, asked('x'), { answer: 'damaged' })).struck).toBe(false);
  });

  it('do not apply to texts', () => {
    expect(labelHarms(listened, undefined, [0.05], 'seed')).toMatchObject([
      { reason: 'the answers are not labels' },
    ]);
  });
});
