import { describe, expect, test } from 'vitest';
import type { TerminalCall } from '../../src/core/middleware.ts';
import { chatRequest, configure, embedded, onlyRequest, promptOf, sendThrough, textIn } from './stack.ts';

const system = 'You help customers.';
const instructions = 'Answer the question.';
const user = 'Question: How long does a parcel take?';

describe('brevity', () => {
  const lever = configure('brevity', { instruction: 'Be brief.' });

  test('puts its sentence behind the instructions and leaves every other byte alone', async () => {
    const request = chatRequest(promptOf({ system, instructions, examples: ['A', 'B'], user }));
    const sent = onlyRequest(await sendThrough(lever, request));
    expect(textIn({ messages: sent.messages.slice(0, 1) })).toBe(
      `${system}\n\n${instructions}\n\nBe brief.\n\nA\n\nB`,
    );
    expect(sent.messages[1]).toBe(request.messages[1]);
  });

  test('stands behind protected instructions without touching them', async () => {
    const request = chatRequest(promptOf({ instructions, user }, ['instructions']));
    const sent = onlyRequest(await sendThrough(lever, request));
    expect(sent.messages[0]?.segments[0]).toBe(request.messages[0]?.segments[0]);
    expect(textIn({ messages: sent.messages.slice(0, 1) })).toBe(`${instructions}\n\nBe brief.`);
  });

  test('makes a system message when there is none', async () => {
    const sent = onlyRequest(await sendThrough(lever, chatRequest(promptOf({ user }))));
    expect(sent.messages.map(({ role }) => role)).toEqual(['system', 'user']);
  });

  test('makes an embedded model answer with less', async () => {
    const context =
      'Context:\n[1] Delivery. A parcel takes 3 to 5 business days. The parcel leaves the warehouse on the next day.';
    const request = chatRequest(promptOf({ instructions, context, user }), { model: 'pocket:large' });
    const before = await sendThrough(configure('brevity', { instruction: 'Help people.' }), request);
    const after = await sendThrough(configure('brevity', {}), request);
    expect(after.response.text).toContain('3 to 5 business days');
    expect(after.response.text.length).toBeLessThan(before.response.text.length);
  });
});

describe('reasoning-effort and verbosity', () => {
  test('set one parameter each and keep the others', async () => {
    const request = chatRequest(promptOf({ user }), { parameters: { temperature: 0, verbosity: 'high' } });
    const thinking = onlyRequest(
      await sendThrough(configure('reasoning-effort', { effort: 'low' }), request),
    );
    const wordy = onlyRequest(await sendThrough(configure('verbosity', { level: 'low' }), request));
    expect(thinking.parameters).toEqual({ temperature: 0, verbosity: 'high', reasoningEffort: 'low' });
    expect(wordy.parameters).toEqual({ temperature: 0, verbosity: 'low' });
  });
});

describe('structured-output', () => {
  const schema = { type: 'object', properties: { answer: { type: 'string' }, days: { type: 'integer' } } };
  const saying =
    (text: string): TerminalCall =>
    async (request, context) => {
      const response = await embedded(request, context);
      return response.kind === 'chat' ? { ...response, text } : response;
    };
  const request = chatRequest(promptOf({ user }));

  test('asks for the schema and hands on one field', async () => {
    const lever = configure('structured-output', { schema, unwrap: 'answer' });
    const terminal = saying('{"answer": "3 to 5 days", "days": 5}');
    const passage = await sendThrough(lever, request, { terminal });
    expect(onlyRequest(passage).parameters.responseFormat).toEqual({
      type: 'json-schema',
      name: 'answer',
      schema,
    });
    expect(passage.response.text).toBe('3 to 5 days');
  });

  test('hands on a number as JSON writes it', async () => {
    const lever = configure('structured-output', { schema, unwrap: 'days' });
    const { response } = await sendThrough(lever, request, { terminal: saying('{"days": 5}') });
    expect(response.text).toBe('5');
  });

  test('passes an answer on as it came when it has no such field, and says so', async () => {
    const lever = configure('structured-output', { schema, unwrap: 'answer' });
    for (const text of ['3 to 5 days', '["answer"]', '{"answr": 1}', 'null']) {
      const passage = await sendThrough(lever, request, { terminal: saying(text) });
      expect(passage.response.text).toBe(text);
      expect(passage.decisions).toEqual([{ name: 'structured-output.unwrapped', choice: 'no' }]);
      expect(lever.summarise(passage.decisions)).toEqual([
        { label: 'answers without the field', value: '1 of 1' },
      ]);
    }
  });

  test('refuses a field that the schema does not have', () => {
    expect(() => configure('structured-output', { schema, unwrap: 'anser' })).toThrow(/schema’s properties/);
  });
});
