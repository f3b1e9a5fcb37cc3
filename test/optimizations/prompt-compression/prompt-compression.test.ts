import { describe, expect, test } from 'vitest';
import { ConfigurationError } from '../../../src/core/errors.ts';
import type { TerminalCall } from '../../../src/core/middleware.ts';
import {
  chatRequest,
  configure,
  embedded,
  fitCase,
  fittingOn,
  onlyRequest,
  promptOf,
  sendThrough,
  textIn,
} from '../stack.ts';

const user = 'How long does a parcel take?';
const sentence =
  'A standard parcel takes three to five business days from the day after the order is placed.';

describe('prompt-compression without loss', () => {
  const contextAfter = async (context: readonly string[]) =>
    textIn(
      onlyRequest(
        await sendThrough(
          configure('prompt-compression', { method: 'lossless' }),
          chatRequest(promptOf({ context, user })),
        ),
      ),
      'context',
    );

  test('merges passages that overlap into one text', async () => {
    const passages = [`Delivery is simple. ${sentence}`, `${sentence} Parcels to islands take longer.`];
    expect(await contextAfter(passages)).toBe(
      `Delivery is simple. ${sentence} Parcels to islands take longer.\n\n`,
    );
  });

  test('keeps the label of a passage that begins with a repetition', async () => {
    const passages = [
      `[1] Delivery is simple. ${sentence}`,
      `[2] ${sentence} Parcels to islands take longer.`,
    ];
    expect(await contextAfter(passages)).toBe(
      `[1] Delivery is simple. ${sentence}\n\n[2] Parcels to islands take longer.\n\n`,
    );
  });

  test('drops passages that repeat an earlier one', async () => {
    const passages = [`[1] ${sentence}`, '[2] Gift cards never expire.', `[3] ${sentence}`];
    expect(await contextAfter(passages)).toBe(`[1] ${sentence}\n\n[2] Gift cards never expire.\n\n`);
  });

  test('leaves a short repetition and one inside a word alone', async () => {
    for (const passages of [
      ['Ends with a parcel.', 'a parcel. Begins so.'],
      [`x${sentence}`, `${sentence} And more.`],
    ])
      expect(await contextAfter(passages)).toBe(`${passages.join('\n\n')}\n\n`);
  });
});

describe('prompt-compression by backward elimination of instructions', () => {
  const instructions =
    '## Rules\n\n1. Say yes.\n2. Be kind.\n3. Use `yes` or no.\n\nPlease be careful. Be kind.';
  const cases = [fitCase('a', { expected: 'yes' }), fitCase('b', { expected: 'yes' })];
  /** Right as long as it is told to say yes. */
  const obeying: TerminalCall = async (request, context) => {
    const response = await embedded(request, context);
    if (response.kind !== 'chat' || request.kind !== 'chat') return response;
    return { ...response, text: textIn(request, 'instructions').includes('Say yes') ? 'yes' : 'perhaps' };
  };
  const request = chatRequest(promptOf({ system: 'Help.', instructions, user }));

  test('keeps what the tune split misses, and every sentence that holds code', async () => {
    const lever = configure('prompt-compression', { method: 'instructions' });
    const fitting = fittingOn(cases, () => request, { terminal: obeying });
    const artifact = await lever.fit(fitting);
    const sent = onlyRequest(await sendThrough(lever, request, { artifact }));
    expect(textIn(sent, 'instructions').trim()).toBe('1. Say yes.\n3. Use `yes` or no.');
    expect(textIn(sent, 'system')).toBe(textIn(request, 'system'));
    expect(lever.describe(artifact)).toBe('4 of 5 sentences of instructions dropped by backward elimination');
  });

  test('never drops a sentence that holds a variable of the case', async () => {
    const lever = configure('prompt-compression', { method: 'instructions' });
    let count = 0;
    const varying = () => {
      count += 1;
      return chatRequest(promptOf({ instructions: `Be kind. Today is day ${count}.`, user }));
    };
    const artifact = await lever.fit(fittingOn(cases, varying, { terminal: obeying }));
    const sent = onlyRequest(await sendThrough(lever, varying(), { artifact }));
    expect(textIn(sent, 'instructions').trim()).toMatch(/^Today is day \d+\.$/);
  });
});

describe('prompt-compression by a rewrite', () => {
  const system =
    'You are a careful, friendly and very helpful assistant of Quillmoor. You never promise refunds.';
  const request = chatRequest(promptOf({ system, user }));
  const lever = configure('prompt-compression', { method: 'rewrite', model: 'pocket:large' });
  const rewritingAs =
    (text: string): TerminalCall =>
    async (sent, context) => {
      const response = await embedded(sent, context);
      return response.kind === 'chat' && context.purpose === 'compress' ? { ...response, text } : response;
    };
  const fitWith = (text: string) => {
    const fitting = fittingOn([fitCase('a', {})], () => request, { terminal: rewritingAs(text) });
    return { fitting, fitted: lever.fit(fitting) };
  };

  test('asks the model once while fitting, and sends what it wrote', async () => {
    const { fitting, fitted } = fitWith('Help customers of Quillmoor; never promise refunds.');
    const artifact = await fitted;
    expect(fitting.calls()).toEqual(['compress', 'answer']);
    const passage = await sendThrough(lever, request, { artifact });
    expect(textIn(onlyRequest(passage), 'system')).toBe(
      'Help customers of Quillmoor; never promise refunds.\n\n'.trimEnd(),
    );
    expect(passage.decisions).toEqual([{ name: 'prompt-compression.fallback', choice: 'no', score: 0 }]);
    expect(lever.describe(artifact)).toBe('system rewritten by pocket:large (1 of 1 texts replaced)');
  });

  test('keeps the original when the rewrite loses a negation, is longer, or is empty', async () => {
    for (const text of ['Promise refunds.', `${system} And so on, and so on.`, '']) {
      const artifact = await fitWith(text).fitted;
      const passage = await sendThrough(lever, request, { artifact });
      expect(onlyRequest(passage).messages).toEqual(request.messages);
      expect(lever.summarise(passage.decisions)).toEqual([
        { label: 'sent uncompressed to keep protected spans', value: '1 of 1' },
      ]);
    }
  });
});

describe('prompt-compression by llmlingua-2', () => {
  test('names the package or the setting that is missing', () => {
    const settings = { method: 'llmlingua-2', keepShare: 0.5, modelDirectory: '/nowhere/model' };
    expect(() => configure('prompt-compression', settings)).toThrow(
      /npm install @atjsh\/llmlingua-2@3\.0\.0 @huggingface\/transformers|there is no model in \\"\/nowhere\/model\\"/,
    );
  });

  test('says what could not be loaded', async () => {
    const { loadLlmLingua } = await import('../../../src/optimizations/prompt-compression/llm-lingua.ts');
    const loading = loadLlmLingua({
      method: 'llmlingua-2',
      parts: ['context'],
      keepShare: 0.5,
      modelDirectory: '/nowhere/model',
      family: 'bert',
      subfolder: 'onnx',
    });
    await expect(loading).rejects.toThrow(ConfigurationError);
    await expect(loading).rejects.toThrow('llmlingua-2 cannot be loaded from "/nowhere/model"');
  });
});
