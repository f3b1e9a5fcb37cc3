import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Part, textOf } from '../../src/core/message.ts';
import { defaultRetryPolicy } from '../../src/core/request.ts';
import { partsOfStep, renderPrompt } from '../../src/suite/render-prompt.ts';
import type {
  MessageTemplate,
  PartsPrompt,
  PartTemplate,
  PromptTemplate,
  StepDefinition,
} from '../../src/suite/suite.ts';
import { compileTemplate } from '../../src/suite/template.ts';

function step(prompt: PromptTemplate): StepDefinition {
  return {
    name: 'main',
    model: 'pocket:small',
    prompt,
    parameters: {},
    tools: [],
    serviceTier: 'standard',
    retry: defaultRetryPolicy,
  };
}

const text = (template: string): PartTemplate => ({ kind: 'text', template });

function parts(given: PartsPrompt['parts'], protect: readonly Part[] = []): StepDefinition {
  return step({ kind: 'parts', parts: given, protect });
}

function template(
  messages: readonly MessageTemplate[] | string,
  partOfVariable: { readonly [variable: string]: Part } = {},
  protect: readonly Part[] = [],
): StepDefinition {
  const list = typeof messages === 'string' ? [{ role: 'user' as const, content: messages }] : messages;
  return step({ kind: 'template', messages: list, partOfVariable, protect });
}

/** `part id: text` of every segment, message by message. */
function outline(definition: StepDefinition, variables: { readonly [name: string]: unknown }) {
  const { messages, unsplit } = renderPrompt(definition, variables);
  return {
    messages: messages.map(({ role, segments }) => [
      role,
      ...segments.map(
        ({ part, id, content }) => `${part} ${id}: ${content.type === 'text' ? content.text : content.type}`,
      ),
    ]),
    unsplit,
  };
}

describe('a prompt in parts', () => {
  test('puts every part into its message, with separators that go with the segment', () => {
    const definition = parts({
      user: text('{{ticket}}\n'),
      context: {
        kind: 'each',
        variable: 'passages',
        template: '[{{index}}] {{item.title}}: {{item.text}} ({{ticket}})',
      },
      history: { kind: 'turns', variable: 'turns' },
      examples: { kind: 'list', templates: ['A: {{ticket}}', 'B'] },
      tools: text('Tools: none.'),
      instructions: text('Sort tickets.\n\n'),
      system: text('Be kind.'),
    });
    const variables = {
      ticket: 'Hello?',
      passages: [
        { title: 'One', text: 'first' },
        { title: 'Two', text: 'second' },
      ],
      turns: [
        { role: 'user', content: '{{ticket}} stays as it is' },
        { role: 'assistant', content: 'Yes.' },
      ],
    };
    expect(outline(definition, variables)).toEqual({
      messages: [
        [
          'system',
          'system system: Be kind.\n\n',
          'instructions instructions: Sort tickets.\n\n',
          'tools tools: Tools: none.\n\n',
          'examples example-1: A: Hello?\n\n',
          'examples example-2: B',
        ],
        ['user', 'history history-1: {{ticket}} stays as it is'],
        ['assistant', 'history history-2: Yes.'],
        [
          'user',
          'context context-1: [1] One: first (Hello?)\n\n',
          'context context-2: [2] Two: second (Hello?)\n\n',
          'user user: Hello?',
        ],
      ],
      unsplit: [],
    });
  });

  test('leaves out what renders to nothing', () => {
    const definition = parts({
      system: text('{{maybe | default("")}}'),
      context: { kind: 'each', variable: 'list', template: '{{item}}' },
      user: text('hi'),
    });
    expect(outline(definition, { list: [] }).messages).toEqual([['user', 'user user: hi']]);
    expect(() => renderPrompt(parts({ user: text('{{ x }}') }), { x: ' ' })).toThrow(
      'step "main": the prompt is empty',
    );
  });

  test('turns example pairs into messages of their own', () => {
    const pairs = [
      { user: 'Where?', assistant: 'status' },
      { user: 'Broken!', assistant: 'damage' },
    ];
    expect(
      outline(parts({ instructions: text('Sort.'), examples: { kind: 'pairs', pairs }, user: text('x') }), {})
        .messages,
    ).toEqual([
      ['system', 'instructions instructions: Sort.'],
      ['user', 'examples example-1-user: Where?'],
      ['assistant', 'examples example-1-assistant: status'],
      ['user', 'examples example-2-user: Broken!'],
      ['assistant', 'examples example-2-assistant: damage'],
      ['user', 'user user: x'],
    ]);
  });

  test('takes tool calls, tool results and images over from the history', () => {
    const turns = [
      {
        role: 'user',
        content: [
          { type: 'text', text: 'Look:' },
          { type: 'image_url', image_url: { url: 'data:image/png;base64,QUJD' } },
        ],
      },
      {
        role: 'assistant',
        content: null,
        tool_calls: [{ id: 'c1', type: 'function', function: { name: 'find', arguments: '{"id":7}' } }],
      },
      { role: 'tool', tool_call_id: 'c1', content: 'found' },
    ];
    const { messages } = renderPrompt(
      parts({ history: { kind: 'turns', variable: 'turns' }, user: text('And?') }, ['history']),
      { turns },
    );
    expect(messages.slice(0, 3)).toEqual([
      {
        role: 'user',
        segments: [
          { part: 'history', id: 'history-1', content: { type: 'text', text: 'Look:' }, protected: true },
          {
            part: 'history',
            id: 'history-1-2',
            content: { type: 'image', mediaType: 'image/png', source: { kind: 'base64', data: 'QUJD' } },
            protected: true,
          },
        ],
      },
      {
        role: 'assistant',
        segments: [
          {
            part: 'history',
            id: 'history-2',
            content: { type: 'tool-call', id: 'c1', name: 'find', arguments: { id: 7 } },
            protected: true,
          },
        ],
      },
      {
        role: 'tool',
        segments: [
          {
            part: 'history',
            id: 'history-3',
            content: { type: 'tool-result', callId: 'c1', result: 'found' },
            protected: true,
          },
        ],
      },
    ]);
  });

  test('names the turn that it cannot read, and the variable that is missing', () => {
    const history = parts({ history: { kind: 'turns', variable: 'turns' } });
    const fail = (turn: unknown) => () => renderPrompt(history, { turns: [turn] });
    expect(fail({ role: 'bot', content: 'x' })).toThrow(
      'step "main": turn 1 of the variable "turns": unknown role "bot"; allowed: system, developer, user, assistant, tool',
    );
    expect(fail('hi')).toThrow('a turn must be { role, content }, found "hi"');
    expect(fail({ role: 'tool', content: 'x' })).toThrow('a tool turn must have the text tool_call_id');
    expect(fail({ role: 'user', content: [{ type: 'audio' }] })).toThrow(
      'a content part must be text or image_url, found {"type":"audio"}',
    );
    expect(
      fail({ role: 'assistant', tool_calls: [{ id: 'a', function: { name: 'b', arguments: '[' } }] }),
    ).toThrow('the arguments of tool call "a" must be a JSON object');
    expect(() => renderPrompt(history, {})).toThrow('the prompt needs the list "turns", which is not given');
    expect(() => renderPrompt(parts({ user: text('{{ a.b }}') }), {})).toThrow(
      'the prompt needs the variable "a", which is not given',
    );
  });

  test('gives every segment its own id, and renders texts without syntax as they are', () => {
    const { messages } = renderPrompt(
      parts({
        system: text('100 % {sure} }} "quoted" <b>'),
        context: { kind: 'list', templates: ['{{x}}', 'y'] },
        user: text('{{x}}'),
      }),
      { x: '<i> & "z" {{ y }}' },
    );
    const ids = messages.flatMap(({ segments }) => segments.map(({ id }) => id));
    expect(new Set(ids).size).toBe(ids.length);
    expect(messages.map(textOf)).toEqual([
      '100 % {sure} }} "quoted" <b>',
      '<i> & "z" {{ y }}\n\ny\n\n<i> & "z" {{ y }}',
    ]);
  });
});

describe('a promptfoo prompt', () => {
  test('is one user segment when no variable is mapped', () => {
    expect(outline(template('Q: {{question}}\n'), { question: 'Why?' })).toEqual({
      messages: [['user', 'user user: Q: Why?\n']],
      unsplit: [],
    });
  });

  test('keeps the place of mapped variables', () => {
    const definition = template(
      [
        { role: 'system', content: 'Rules: {{rules | trim}}' },
        { role: 'user', content: 'Data:\n{{context}}\nQuestion: {{question | upper}}{# nothing #}' },
      ],
      { context: 'context', question: 'user', rules: 'instructions' },
      ['instructions'],
    );
    const variables = { context: 'a & b', question: 'why?', rules: ' be kind ' };
    expect(outline(definition, variables)).toEqual({
      messages: [
        ['system', 'system system: Rules: ', 'instructions instructions: be kind'],
        [
          'user',
          'user user: Data:\n',
          'context context-1: a & b',
          'user user-2: \nQuestion: ',
          'user user-3: WHY?',
        ],
      ],
      unsplit: [],
    });
    expect(
      renderPrompt(definition, variables).messages[0]?.segments.map((segment) => segment.protected),
    ).toEqual([false, true]);
  });

  test('makes one segment of each round of a loop over a mapped list', () => {
    const source =
      '{% for p in passages %}[{{loop.index}}] {{p.title}}: {{p.text}}\n{% else %}Nothing.{% endfor %}Q: {{q}}';
    const definition = template(source, { passages: 'context' });
    const passages = [
      { title: 'A', text: 'a' },
      { title: 'B', text: 'b' },
    ];
    expect(outline(definition, { passages, q: '?' })).toEqual({
      messages: [
        ['user', 'context context-1: [1] A: a\n', 'context context-2: [2] B: b\n', 'user user: Q: ?'],
      ],
      unsplit: [],
    });
    expect(outline(definition, { passages: [], q: '?' }).messages).toEqual([
      ['user', 'user user: Nothing.Q: ?'],
    ]);
  });

  test('makes one segment of a list that is joined', () => {
    expect(
      outline(template('{{ passages | join(", ") }}!', { passages: 'context' }), { passages: ['a', 'b'] })
        .messages,
    ).toEqual([['user', 'context context-1: a, b', 'user user: !']]);
  });

  test('copes with tags that trim white space', () => {
    const definition = template('List:\n{%- for p in ps -%}\n  * {{- p }}\n{%- endfor %}\nEnd {{- q }}', {
      ps: 'context',
      q: 'user',
    });
    expect(outline(definition, { ps: ['a', 'b'], q: '.' })).toEqual({
      messages: [
        [
          'user',
          'user user: List:',
          'context context-1: *a',
          'context context-2: *b',
          'user user-2: \nEnd',
          'user user-3: .',
        ],
      ],
      unsplit: [],
    });
  });

  test.each([
    ['parts that meet in one expression', '{{ a + b }}', ['context', 'history']],
    ['parts that meet in a loop', '{% for x in list %}{{x}}{{a}}{% endfor %}', ['context', 'history']],
    ['variables that are set before they are shown', '{% set x = a %}{{ x }}', ['history']],
  ])('becomes one user segment for %s, and says which parts are lost', (_, source, unsplit) => {
    const definition = template(`Look: ${source}`, { a: 'history', b: 'context', list: 'context' });
    const result = outline(definition, { a: 'A', b: 'B', list: ['x'] });
    expect(result.messages.map((message) => message.length)).toEqual([2]);
    expect(result.messages[0]?.[1]).toMatch(/^user user: Look: /);
    expect([...result.unsplit].sort()).toEqual(unsplit);
  });

  test('tells static turns from turns with variables', () => {
    const definition = template([
      { role: 'user', content: 'Where?' },
      { role: 'assistant', content: 'status' },
      { role: 'user', content: '{{ before }}' },
      { role: 'assistant', content: 'I see.' },
      { role: 'user', content: '{{ now }}' },
    ]);
    expect(outline(definition, { before: 'b', now: 'n' }).messages).toEqual([
      ['user', 'examples example-1: Where?'],
      ['assistant', 'examples example-2: status'],
      ['user', 'history history-1: b'],
      ['assistant', 'examples example-3: I see.'],
      ['user', 'user user: n'],
    ]);
  });

  test('turns image parts into images, inline or by link', () => {
    const content = [
      { type: 'text', text: 'What is {{thing}}?' },
      { type: 'image_url', image_url: { url: '{{photo}}' } },
      { type: 'image_url', image_url: { url: 'https://example.org/a.webp?x=1' } },
    ];
    const { messages } = renderPrompt(template([{ role: 'user', content }]), {
      thing: 'this',
      photo: 'data:image/jpeg;base64,QQ==',
    });
    expect(messages[0]?.segments.map(({ id, content: value }) => [id, value])).toEqual([
      ['user', { type: 'text', text: 'What is this?' }],
      ['image-1', { type: 'image', mediaType: 'image/jpeg', source: { kind: 'base64', data: 'QQ==' } }],
      [
        'image-2',
        {
          type: 'image',
          mediaType: 'image/webp',
          source: { kind: 'url', url: 'https://example.org/a.webp?x=1' },
        },
      ],
    ]);
  });

  test('refuses variables that hold the characters which mark parts', () => {
    expect(() =>
      renderPrompt(template('{{ a }} {{ b }}', { a: 'context' }), { a: 'x', b: ['\uE000'] }),
    ).toThrow(
      'step "main": the variable "b" holds a private-use character (U+E000 to U+E01F); Tollgate marks the parts of a prompt with them',
    );
  });

  const pieces = fc.constantFrom(
    'static {text} ',
    '\n',
    '{{ a }}',
    '{{- b -}}',
    '{{ a ~ b }}',
    '{{ list | join("; ") }}',
    '{% for x in list %}<{{ x }}>{% endfor %}',
    '{%- for x in list -%} {{ x | upper }} {%- else -%} none {%- endfor -%}',
    '{% for x in list %}{% if loop.first %}{{ a }}{% else %}{{ x }}{% endif %}{% endfor %}',
    '{% if a %}{{ b | dump }}{% else %}no{% endif %}',
    '{# a }} comment #}',
    '{% raw %}{{ a }}{% endraw %}',
    '{% set y = list | first %}{{ y }}',
    '{{ "}} {{" }}',
    "{{ 'a' if b else a }}",
  );
  const variables = fc.record({
    a: fc.string(),
    b: fc.string(),
    list: fc.array(fc.string(), { maxLength: 4 }),
  });
  const mapping = fc.constantFrom<{ readonly [variable: string]: Part }>(
    {},
    { a: 'context' },
    { a: 'context', list: 'context' },
    { a: 'history', b: 'user', list: 'context' },
  );

  test('says exactly what promptfoo’s plain rendering says, however its parts are marked', () => {
    fc.assert(
      fc.property(
        fc.array(pieces, { minLength: 1, maxLength: 6 }),
        variables,
        mapping,
        (list, values, partOfVariable) => {
          const source = `start ${list.join('')}`;
          const { messages, unsplit } = renderPrompt(template(source, partOfVariable), values);
          expect(messages.map(textOf).join('')).toBe(compileTemplate(source).render(values));
          for (const { segments } of messages) {
            expect(new Set(segments.map(({ id }) => id)).size).toBe(segments.length);
            if (unsplit.length > 0) expect(segments.map(({ part }) => part)).toEqual(['user']);
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('the parts of a step', () => {
  test('are those that the suite names and the template keeps apart, and its tools', () => {
    expect(partsOfStep(parts({ system: text('a'), user: text('b') }))).toEqual(['system', 'user']);
    expect(partsOfStep(template('{{a}} {{b}}', { a: 'context' }))).toEqual(['user', 'context']);
    expect(partsOfStep(template('{{a + b}}', { a: 'context', b: 'history' }))).toEqual(['user']);
    const tools = [{ name: 'find', description: '', parameters: {} }];
    expect(partsOfStep({ ...template('{{a}}'), tools })).toEqual(['user', 'tools']);
  });
});
