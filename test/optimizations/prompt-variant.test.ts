import { describe, expect, test } from 'vitest';
import { textSegment } from '../../src/core/message.ts';
import { loadProject, problemsOfProject } from '../suite/project.ts';
import { chatRequest, configure, onlyRequest, promptOf, sendThrough, textIn } from './stack.ts';

const parts = { system: 'You help.', instructions: 'Answer.', examples: ['one', 'two'], user: 'Hello?' };

describe('prompt-variant', () => {
  test('replaces the part and nothing else', async () => {
    const request = chatRequest(promptOf(parts));
    const lever = configure('prompt-variant', { part: 'instructions', text: 'Answer in rhyme.' });
    const sent = onlyRequest(await sendThrough(lever, request));
    expect(textIn({ messages: sent.messages.slice(0, 1) })).toBe(
      'You help.\n\nAnswer in rhyme.\n\none\n\ntwo',
    );
    expect(sent.messages[1]).toBe(request.messages[1]);
  });

  test('replaces a list by a list, each with an id of its own', async () => {
    const lever = configure('prompt-variant', { part: 'examples', text: ['a', 'b', 'c'] });
    const sent = onlyRequest(await sendThrough(lever, chatRequest(promptOf(parts))));
    const examples = sent.messages[0]?.segments.filter(({ part }) => part === 'examples');
    expect(examples?.map(({ id }) => id)).toEqual(['example-1', 'example-2', 'example-3']);
    expect(textIn(sent, 'examples')).toBe('a\n\nb\n\nc');
  });

  test('does not guess where examples go that stand in several messages', async () => {
    const messages = [
      { role: 'user', segments: [textSegment('examples', 'example-1-user', 'one')] },
      { role: 'assistant', segments: [textSegment('examples', 'example-1-assistant', 'two')] },
      ...promptOf({ user: 'Hello?' }),
    ] as const;
    const lever = configure('prompt-variant', { part: 'examples', text: 'a' });
    await expect(sendThrough(lever, chatRequest(messages))).rejects.toThrow(/stand in 2 messages/);
  });

  test('refuses template variables, which nobody would fill in', () => {
    expect(() => configure('prompt-variant', { part: 'system', text: 'Dear {{name}}' })).toThrow(
      /as it stands/,
    );
  });
});

describe('settings that name files', () => {
  const suite = (text: string) => `name: small
baseline: { model: 'pocket:small', prompt: { system: Help., user: '{{question}}' } }
tests: [{ vars: { question: Why? } }]
candidates: [{ name: variant, use: prompt-variant, with: { part: system, text: '${text}' } }]
`;

  test('hold the text of the file', async () => {
    const { candidates } = await loadProject({
      'suite.yaml': suite('file://new.md'),
      'new.md': 'Help more.\n',
    });
    expect(candidates[0]?.optimization.settings).toEqual({ part: 'system', text: 'Help more.\n' });
  });

  test('hold the value of a YAML file', async () => {
    const { candidates } = await loadProject({
      'suite.yaml': suite('file://new.yaml'),
      'new.yaml': '- a\n- b\n',
    });
    expect(candidates[0]?.optimization.settings).toEqual({ part: 'system', text: ['a', 'b'] });
  });

  test('are a problem of the suite when the file is missing', async () => {
    const problems = await problemsOfProject({ 'suite.yaml': suite('file://old.md') });
    expect(problems).toEqual([expect.stringMatching(/^suite\.yaml:4:.*old\.md/)]);
  });
});
