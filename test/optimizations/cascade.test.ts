import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { problemsOfProject, suiteText } from '../suite/project.ts';
import { built, fittingIn, openShop, outputOf, type Shop } from './route-harness.ts';
import { chatRequest, configure, fitCase, promptOf, sendThrough } from './stack.ts';

const byConfidence = { method: 'confidence' };
const two = (threshold: number) => [{ model: 'shop:cheap', threshold }, { model: 'shop:dear' }];

async function passThrough(settings: unknown, answer: Shop, text = 'Where is my parcel?') {
  const shop = await openShop(answer);
  const trial = await shop.trial([built(configure('cascade', settings))], text);
  await shop.close();
  return { ...trial, answer: outputOf(trial), requests: shop.requests };
}

/** The cheap and the middle model say how sure they are; the dear one does not. */
const sure =
  (cheap: number, middle = 1): Shop =>
  (model) =>
    model === 'cheap'
      ? { text: model, confidence: cheap }
      : model === 'middle'
        ? { text: model, confidence: middle }
        : { text: model };

describe('a cascade by confidence', () => {
  test('keeps an answer that reaches the threshold', async () => {
    const { answer, calls, decisions } = await passThrough(
      { levels: two(0.8), verifier: byConfidence },
      sure(0.8),
    );
    expect([answer, calls]).toEqual(['cheap', ['shop:cheap answer']]);
    expect(decisions).toEqual([
      { name: 'cascade.verified', choice: 'shop:cheap', score: 0.8 },
      { name: 'cascade.level', choice: 'shop:cheap', score: 0.8 },
      { name: 'cascade.escalated', choice: 'no', score: 0 },
    ]);
  });

  test('asks the next level when it does not, and charges both', async () => {
    const { answer, calls, cost, decisions } = await passThrough(
      { levels: two(0.8), verifier: byConfidence },
      sure(0.79),
    );
    expect([answer, calls]).toEqual(['dear', ['shop:cheap answer', 'shop:dear answer']]);
    expect(cost).toBe(110 * (1 + 10) * 1_000);
    expect(decisions.slice(1)).toEqual([
      { name: 'cascade.level', choice: 'shop:dear' },
      { name: 'cascade.escalated', choice: 'yes', score: 1 },
    ]);
  });

  test('may have three levels', async () => {
    const levels = [
      { model: 'shop:cheap', threshold: 0.9 },
      { model: 'shop:middle', threshold: 0.5 },
      { model: 'shop:dear' },
    ];
    const answers = [sure(0.95), sure(0.2, 0.6), sure(0.2, 0.4)].map((answer) =>
      passThrough({ levels, verifier: byConfidence }, answer),
    );
    expect((await Promise.all(answers)).map(({ answer, calls }) => [answer, calls.length])).toEqual([
      ['cheap', 1],
      ['middle', 2],
      ['dear', 3],
    ]);
  });

  test('does not trust a model that says nothing of its confidence', async () => {
    const { answer } = await passThrough({ levels: two(0.1), verifier: byConfidence }, (model) => ({
      text: model,
    }));
    expect(answer).toBe('dear');
  });

  test('escalates when the call fails for good, and charges the failure', async () => {
    const { answer, calls, decisions } = await passThrough(
      { levels: two(0.5), verifier: byConfidence },
      (model) => ({ text: model, fails: model === 'cheap' }),
    );
    expect([answer, calls]).toEqual(['dear', ['shop:cheap answer', 'shop:dear answer']]);
    expect(decisions[0]).toEqual({ name: 'cascade.failed', choice: 'shop:cheap' });
  });

  test('fails when its last level fails', async () => {
    const { answer, calls } = await passThrough({ levels: two(0.5), verifier: byConfidence }, (model) => ({
      text: model,
      fails: true,
    }));
    expect(answer).toBe('ModelCallError: dear is down');
    expect(calls).toHaveLength(2);
  });
});

describe('laws of a cascade', () => {
  const confidence = fc.double({ min: 0, max: 1, noNaN: true });
  const verifiers = [
    byConfidence,
    { method: 'format', patterns: ['cheap'] },
    { method: 'agreement', samples: 3 },
    { method: 'model', model: 'shop:judge', prompt: '{{answer}}?', accept: ['yes'], reject: ['no'] },
  ];
  const anyVerifier = fc.constantFrom(...verifiers);
  const sample = fc.record({
    verifier: anyVerifier,
    cheap: confidence,
    text: fc.string(),
    verdict: fc.constantFrom('yes', 'no', '?'),
  });

  test.each([
    { threshold: 0, model: 'shop:cheap' },
    { threshold: 1, model: 'shop:dear' },
  ])(
    'with threshold $threshold it equals $model, answers and charges alike',
    async ({ threshold, model }) => {
      await fc.assert(
        fc.asyncProperty(sample, async ({ verifier, cheap, text, verdict }) => {
          const shop = await openShop((name, given) =>
            name === 'judge' ? { text: verdict } : { text: `${name}: ${given}`, confidence: cheap },
          );
          const cascaded = await shop.trial(
            [built(configure('cascade', { levels: two(threshold), verifier }))],
            text,
          );
          const swapped = await shop.trial([built(configure('model-swap', { model }))], text);
          await shop.close();
          expect(outputOf(cascaded)).toBe(outputOf(swapped));
          expect(cascaded.exchanges.map(({ request }) => request)).toEqual(
            swapped.exchanges.map(({ request }) => request),
          );
          expect([cascaded.cost, cascaded.calls]).toEqual([swapped.cost, swapped.calls]);
        }),
        { numRuns: 25 },
      );
    },
  );

  test('above the highest confidence it gives the dear model’s answer', async () => {
    await fc.assert(
      fc.asyncProperty(fc.double({ min: 0, max: 0.9, noNaN: true }), async (cheap) => {
        const { answer } = await passThrough({ levels: two(0.91), verifier: byConfidence }, sure(cheap));
        expect(answer).toBe('dear');
      }),
      { numRuns: 15 },
    );
  });

  test('every call that reached the vendor is charged, whatever was verified, rejected or failed', async () => {
    const threshold = fc.double({ min: 0, max: 1, noNaN: true });
    await fc.assert(
      fc.asyncProperty(
        sample,
        threshold,
        threshold,
        fc.subarray(['cheap', 'middle', 'dear', 'judge']),
        async ({ verifier, cheap, text, verdict }, first, second, broken) => {
          const levels = [
            { model: 'shop:cheap', threshold: first },
            { model: 'shop:middle', threshold: second },
            { model: 'shop:dear' },
          ];
          const { calls, requests } = await passThrough(
            { levels, verifier },
            (name, _text, call) => ({
              text: name === 'judge' ? verdict : `${name} ${call % 2}`,
              confidence: cheap,
              fails: broken.includes(name),
            }),
            text,
          );
          expect(calls.map((call) => call.split(' ')[0])).toEqual(requests.map(({ model }) => model));
        },
      ),
      { numRuns: 40 },
    );
  });
});

describe('a cascade by format', () => {
  const keeps = async (verifier: object, text: string) => {
    const { answer } = await passThrough(
      {
        levels: [{ model: 'shop:cheap' }, { model: 'shop:dear' }],
        verifier: { method: 'format', ...verifier },
      },
      (model) => ({ text: model === 'cheap' ? text : 'the dear answer' }),
    );
    return answer === text;
  };

  test('keeps one of a list of labels', async () => {
    expect(await keeps({ labels: ['refund', 'repair'] }, ' Refund\n')).toBe(true);
    expect(await keeps({ labels: ['refund', 'repair'] }, 'refunds')).toBe(false);
  });

  test('keeps what matches every pattern', async () => {
    expect(await keeps({ patterns: ['^####', '\\d$'] }, '#### 12')).toBe(true);
    expect(await keeps({ patterns: ['^####', '\\d$'] }, '#### twelve')).toBe(false);
  });

  test('keeps JSON that fits a schema', async () => {
    const jsonSchema = { type: 'object', required: ['intent'], properties: { intent: { type: 'string' } } };
    expect(await keeps({ jsonSchema }, '{"intent": "refund"}')).toBe(true);
    expect(await keeps({ jsonSchema }, '{"intent": 3}')).toBe(false);
    expect(await keeps({ jsonSchema }, 'intent: refund')).toBe(false);
  });

  test('keeps what passes promptfoo’s assertions', async () => {
    const assert = [
      { type: 'not-icontains', value: 'I do not know' },
      { type: 'javascript', value: 'output.length < 30' },
    ];
    expect(await keeps({ assert }, 'Thirty days.')).toBe(true);
    expect(await keeps({ assert }, 'Sorry, I do not know.')).toBe(false);
  });

  test('escalates an answer that was cut off, whatever its form', async () => {
    const request = chatRequest(promptOf({ user: 'one two three four five six' }), {
      parameters: { maxOutputTokens: 2 },
    });
    const levels = [{ model: 'echo:cheap' }, { model: 'echo:dear' }];
    const lever = configure('cascade', { levels, verifier: { method: 'format', patterns: ['one'] } });
    const { sent } = await sendThrough(lever, request);
    expect(sent.map(({ request: { model } }) => model)).toEqual(['echo:cheap', 'echo:dear']);
  });
});

describe('a cascade by agreement', () => {
  const agreement = { method: 'agreement', samples: 5, temperature: 0.9 };
  const saying =
    (...texts: readonly string[]): Shop =>
    (model, _text, call) => ({ text: model === 'cheap' ? (texts[call - 1] ?? 'unexpected') : model });

  test('stops as soon as the majority is certain', async () => {
    const { answer, calls } = await passThrough(
      { levels: two(0.6), verifier: agreement },
      saying('A', 'a ', 'A'),
    );
    expect([answer, calls]).toEqual(['A', ['shop:cheap answer', 'shop:cheap answer', 'shop:cheap answer']]);
  });

  test('stops as soon as no answer can reach the threshold, and escalates', async () => {
    const { answer, calls } = await passThrough(
      { levels: two(0.8), verifier: agreement },
      saying('A', 'B', 'C'),
    );
    expect([answer, calls.length]).toEqual(['dear', 4]);
  });

  test('answers with what most samples say', async () => {
    const { answer, calls } = await passThrough(
      { levels: two(0.6), verifier: agreement },
      saying('B', 'A', 'A', 'B', 'A'),
    );
    expect([answer, calls.length]).toEqual(['A', 5]);
  });

  test('can compare a part of the answers', async () => {
    const { answer } = await passThrough(
      { levels: two(1 - 1e-9), verifier: { ...agreement, samples: 2, compare: '#### (\\d+)' } },
      saying('So 3.\n#### 3', 'It is three: #### 3'),
    );
    expect(answer).toBe('So 3.\n#### 3');
  });

  test('draws at its temperature, each sample with a seed of its own', async () => {
    const request = chatRequest(promptOf({ user: 'Hi' }), { parameters: { temperature: 0, seed: 7 } });
    const levels = [{ model: 'echo:cheap', threshold: 0.9 }, { model: 'echo:dear' }];
    const lever = configure('cascade', { levels, verifier: { ...agreement, samples: 2 } });
    const { sent } = await sendThrough(lever, request);
    expect(sent.map(({ request: { parameters } }) => parameters)).toEqual([
      { temperature: 0.9, seed: 7 },
      { temperature: 0.9, seed: 8 },
    ]);
  });
});

describe('a cascade by a verifier model', () => {
  const verifier = {
    method: 'model',
    model: 'shop:judge',
    prompt: 'Question: {{request}} Answer: {{answer}} Is that right?',
    accept: ['yes'],
    reject: ['no'],
  };
  const judging =
    (text: string, confidence?: number): Shop =>
    (model) =>
      model === 'judge'
        ? { text, ...(confidence === undefined ? {} : { confidence }) }
        : { text: `${model} {{request}}` };

  test('keeps what the verifier accepts, and charges the verification', async () => {
    const { answer, calls, requests } = await passThrough(
      { levels: two(0.5), verifier },
      judging('Yes.'),
      'Why?',
    );
    expect([answer, calls]).toEqual(['cheap {{request}}', ['shop:cheap answer', 'shop:judge verify']]);
    expect(requests[1]?.messages.map(({ segments }) => segments[0]?.content)).toEqual([
      { type: 'text', text: 'Question: Why? Answer: cheap {{request}} Is that right?' },
    ]);
  });

  test.each(['no', 'Yes and no', 'perhaps'])('escalates when it replies "%s"', async (reply) => {
    const { answer, calls } = await passThrough({ levels: two(0.5), verifier }, judging(reply));
    expect([answer, calls.length]).toEqual(['dear {{request}}', 3]);
  });

  test('escalates when the verifier is down', async () => {
    const { answer } = await passThrough({ levels: two(0.5), verifier }, (model) => ({
      text: model,
      fails: model === 'judge',
    }));
    expect(answer).toBe('dear');
  });

  test('scores a doubtful verdict nearer to the middle', async () => {
    const scores = [judging('yes', 0.2), judging('no', 0.2), judging('yes'), judging('no')].map(
      async (answer) => (await passThrough({ levels: two(0.5), verifier }, answer)).decisions[0]?.score,
    );
    expect(await Promise.all(scores)).toEqual([0.6, 0.4, 1, 0]);
  });
});

describe('a fitted cascade', () => {
  /** The cheap model is right on parcels; where it is wrong, it doubts. */
  const shopOf: Shop = (model, text) =>
    model === 'dear'
      ? { text: 'right' }
      : /parcel/.test(text)
        ? { text: 'right', confidence: 0.7 }
        : { text: 'perhaps, I am not sure', confidence: 0.6 };
  const texts = [
    'where is my parcel',
    'parcel late',
    'track my parcel',
    'kettle broken',
    'tent leaks',
    'torn tent',
  ];
  const cases = (['train', 'tune'] as const).flatMap((split) =>
    texts.flatMap((text, index) =>
      ['please', 'today', 'thanks'].map((end) =>
        fitCase(`${split}-${index}-${end}`, { text: `${text} ${end}`, expected: 'right' }, split),
      ),
    ),
  );
  const levels = [{ model: 'shop:cheap' }, { model: 'shop:dear' }];
  const chooseThresholds = { maximumLoss: 0 };

  test('chooses the threshold that costs least without loss', async () => {
    const lever = configure('cascade', { levels, verifier: byConfidence, chooseThresholds });
    const shop = await openShop(shopOf);
    const artifact = await lever.fit(fittingIn(shop, cases));
    expect(artifact).toMatchObject({ verifiers: null, trained: null, thresholds: [expect.closeTo(0.65)] });
    expect(lever.describe(artifact)).toBe(
      'cascade of shop:cheap, then shop:dear, verified by confidence at 0.65',
    );
    await shop.close();
  });

  test('skips a cheap model that is never right', async () => {
    const lever = configure('cascade', { levels, verifier: byConfidence, chooseThresholds });
    const shop = await openShop((model) => ({ text: model === 'dear' ? 'right' : 'wrong', confidence: 0.5 }));
    expect(await lever.fit(fittingIn(shop, cases))).toMatchObject({
      verifiers: null,
      trained: null,
      thresholds: [1],
      baselines: { strongShare: 1, router: 1, alwaysWeak: 0, alwaysStrong: 1 },
    });
    await shop.close();
  });

  test('says on tune what rules with as many escalations would have reached', async () => {
    const lever = configure('cascade', { levels, verifier: byConfidence, chooseThresholds });
    const shop = await openShop(shopOf);
    const artifact = await lever.fit(fittingIn(shop, cases));
    const figures = lever.summarise([], artifact).map(({ label }) => label.replace(/.*: /, ''));
    expect(figures).toEqual(
      expect.arrayContaining([
        'random at the same share',
        'the longest requests at the same share',
        'an oracle at the same share',
        'always the cheapest model',
        'always the dearest model',
      ]),
    );
    await shop.close();
  });

  test('learns on train which answers to trust', async () => {
    const lever = configure('cascade', { levels, verifier: { method: 'learned' }, chooseThresholds });
    const shop = await openShop(shopOf);
    const artifact = JSON.parse(JSON.stringify(await lever.fit(fittingIn(shop, cases))));
    const trials = ['is my parcel there', 'my boots tore'].map((text) =>
      shop.trial([built(lever, artifact)], text),
    );
    expect((await Promise.all(trials)).map(({ calls }) => calls)).toEqual([
      ['shop:cheap answer'],
      ['shop:cheap answer', 'shop:dear answer'],
    ]);
    await shop.close();
  });

  test('with several calls a case says that thresholds cannot be chosen', async () => {
    const lever = configure('cascade', { levels, verifier: byConfidence, chooseThresholds });
    const shop = await openShop(shopOf);
    const fitting = fittingIn(shop, cases);
    const twice = lever.fit({
      ...fitting,
      run: async (middlewares, some) =>
        (await fitting.run(middlewares, some)).map((trial) => ({
          ...trial,
          decisions: [...trial.decisions, ...trial.decisions],
        })),
    });
    await expect(twice).rejects.toThrow(
      'cascade: case tune-0-please made 2 calls that could escalate; thresholds can be chosen for one call a case.',
    );
    await shop.close();
  });
});

describe('settings of a cascade', () => {
  const model = { method: 'model', model: 'a:a', accept: ['yes'], reject: ['no'] };

  test.each([
    [
      { levels: [{ model: 'a:a' }, { model: 'b:b' }], verifier: byConfidence },
      'every level but the last needs a threshold',
    ],
    [
      {
        levels: [
          { model: 'a:a', threshold: 0 },
          { model: 'b:b', threshold: 1 },
        ],
        verifier: byConfidence,
      },
      'the last level answers what is left, so it has no threshold',
    ],
    [
      { levels: two(0.5), verifier: byConfidence, chooseThresholds: { maximumLoss: 0 } },
      'so no level may have one',
    ],
    [
      { levels: two(0.5), verifier: { method: 'format' } },
      'give at least one of labels, patterns, jsonSchema, assert',
    ],
    [{ levels: two(0.5), verifier: { ...model, prompt: 'Is that right?' } }, 'must hold {{answer}}'],
    [
      { levels: two(0.5), verifier: { method: 'format', assert: [{ type: 'llm-rubric', value: 'good' }] } },
      'llm-rubric',
    ],
    [
      {
        levels: two(0.5),
        verifier: { method: 'format', assert: [{ type: 'javascript', value: 'file://x.js' }] },
      },
      'write the value out: a verifier reads no files',
    ],
  ])('that cannot work are refused with a sentence: %j', async (settings, sentence) => {
    const candidate = JSON.stringify({ name: 'cascaded', use: 'cascade', with: settings });
    const problems = await problemsOfProject({ 'suite.yaml': suiteText(`candidates: [${candidate}]`) });
    expect(problems.join('\n')).toContain(sentence);
  });

  test('the report shows the escalation rate and the share of each level', () => {
    const decisions = [
      ['a', 'no'],
      ['a', 'no'],
      ['b', 'yes'],
      ['a', 'no'],
    ].flatMap(([choice, escalated]) => [
      { name: 'cascade.level', choice: choice ?? '' },
      { name: 'cascade.escalated', choice: escalated ?? '' },
    ]);
    expect(configure('cascade', { levels: two(0.5), verifier: byConfidence }).summarise(decisions)).toEqual([
      { label: 'escalation rate', value: '1 of 4 (25.0 %)' },
      { label: 'answered by a', value: '3 of 4 (75.0 %)' },
      { label: 'answered by b', value: '1 of 4 (25.0 %)' },
    ]);
  });
});
