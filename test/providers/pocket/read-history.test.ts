import { describe, expect, it } from 'vitest';
import { type Message, type Part, type Role, textSegment } from '../../../src/core/message.ts';
import { type ChatRequest, defaultRetryPolicy } from '../../../src/core/request.ts';
import { readHistory } from '../../../src/providers/pocket/read-history.ts';
import { respond } from '../../../src/providers/pocket/respond.ts';
import { type Tier, tiers } from '../../../src/providers/pocket/tiers.ts';

const message = (role: Role, part: Part, text: string): Message => ({
  role,
  segments: [textSegment(part, part, text)],
});

const passages = [
  '[1] The blue lantern\nThe blue lantern burns for 9 hours. The blue lantern has 3 pounds.',
  '[2] The copper kettle\nThe copper kettle boils in 4 minutes. The copper kettle has 5 pounds.',
].join('\n\n');

function conversation(question: string, ...turns: readonly (readonly [user: string, assistant: string])[]) {
  return [
    message('system', 'instructions', 'Answer from the passages with one sentence.'),
    ...turns.flatMap(([user, assistant]) => [
      message('user', 'history', user),
      message('assistant', 'history', assistant),
    ]),
    message('user', 'user', `Passages:\n${passages}\n\nQuestion: ${question}`),
  ];
}

function answer(tier: Tier, messages: readonly Message[]): string {
  const request: ChatRequest = {
    kind: 'chat',
    model: `pocket:${tier.name}`,
    messages,
    tools: [],
    parameters: {},
    serviceTier: 'standard',
    retry: defaultRetryPolicy,
    cacheBreakpoints: [],
  };
  return respond(request, tier).text;
}

const question = 'And how many pounds does it have?';
const kettle = ['I like the copper kettle.', 'The copper kettle is a good choice.'] as const;
const lantern = ['I like the blue lantern.', 'The blue lantern is a good choice.'] as const;
const weather = ['What a lot of rain today!', 'Yes, the garden will be glad.'] as const;

describe('the history of a conversation', () => {
  it('fills in what the last message leaves out, the nearest turn first', () => {
    for (const tier of Object.values(tiers)) {
      expect(answer(tier, conversation(question, kettle)), tier.name).toContain('5 pounds');
      expect(answer(tier, conversation(question, lantern)), tier.name).toContain('3 pounds');
    }
    expect(answer(tiers.large, conversation(question, kettle, lantern))).toContain('3 pounds');
    expect(answer(tiers.large, conversation(question, lantern, kettle))).toContain('5 pounds');
  });

  it('is read one turn back by the small model, three by the middle one, and whole by the large one', () => {
    const turnsOf = (tier: Tier, chat: number): boolean =>
      readHistory(
        conversation(question, kettle, ...Array.from({ length: chat }, () => weather)),
        question,
        tier,
      ).some(({ text }) => text.includes('kettle'));
    expect([0, 1, 2, 3, 9].map((chat) => turnsOf(tiers.small, chat))).toEqual([
      true,
      false,
      false,
      false,
      false,
    ]);
    expect([0, 1, 2, 3, 9].map((chat) => turnsOf(tiers.medium, chat))).toEqual([
      true,
      true,
      true,
      false,
      false,
    ]);
    expect([0, 1, 2, 3, 9].every((chat) => turnsOf(tiers.large, chat))).toBe(true);
  });

  it('weighs less the further back it is', () => {
    const remarks = readHistory(conversation(question, lantern, weather, kettle), question, tiers.large);
    const weightOf = (word: string) => remarks.find(({ text }) => text.includes(word))?.weight ?? 0;
    expect(weightOf('I like the copper')).toBeGreaterThan(weightOf('rain'));
    expect(weightOf('rain')).toBeGreaterThan(weightOf('I like the blue'));
    expect(weightOf('I like the blue')).toBeGreaterThan(0);
  });

  it('is not asked when the last message says everything', () => {
    const whole = 'How many pounds does a copper kettle from Quillmoor weigh without tea or water?';
    expect(readHistory(conversation(whole, lantern), whole, tiers.large)).toEqual([]);
    expect(answer(tiers.large, conversation(whole, lantern))).toContain('5 pounds');
  });

  it('may be a summary or a list of facts before the first turn that is left', () => {
    const [rain, garden] = weather;
    const summary = 'Earlier in this conversation: The customer wants the copper kettle.';
    const facts = 'Facts from earlier in this conversation:\nuser: I want the "copper kettle".';
    for (const earlier of [summary, facts]) {
      expect(answer(tiers.large, conversation(question, [`${earlier}\n\n${rain}`, garden]))).toContain(
        '5 pounds',
      );
    }
  });
});
