import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { requestText } from '../../src/core/request-text.ts';
import { loadProject, problemsOfProject, suiteText } from '../suite/project.ts';
import { built, fittingIn, openShop, outputOf, type Shop } from './route-harness.ts';
import { chatRequest, configure, fitCase, promptOf, sendThrough } from './stack.ts';

const tiers = [
  { model: 'shop:cheap', upTo: 0.3 },
  { model: 'shop:middle', upTo: 0.7 },
  { model: 'shop:dear' },
];
const unbounded = tiers.map(({ model }) => ({ model }));
const byLength = { method: 'heuristic', length: { characters: 100, weight: 1 } };
const nameOfModel: Shop = (model) => ({ text: model });
const letters = (count: number) => 'x'.repeat(count);

async function modelFor(settings: unknown, text: string, attributes?: { readonly [name: string]: string }) {
  const shop = await openShop(nameOfModel);
  const trial = await shop.trial([built(configure('routing', settings))], text, attributes && { attributes });
  await shop.close();
  return { answeredBy: outputOf(trial), decisions: trial.decisions, calls: trial.calls };
}

describe('routing by a heuristic score', () => {
  test('sends each request to the tier of its score', async () => {
    const settings = { tiers, scorer: byLength };
    const answered = [29, 30, 69, 70, 500].map((count) => modelFor(settings, letters(count)));
    expect((await Promise.all(answered)).map(({ answeredBy }) => answeredBy)).toEqual([
      'cheap',
      'middle',
      'middle',
      'dear',
      'dear',
    ]);
  });

  test('records the tier with its score', async () => {
    const { decisions } = await modelFor({ tiers, scorer: byLength }, letters(50));
    expect(decisions).toEqual([{ name: 'routing.tier', choice: 'shop:middle', score: 0.5 }]);
  });

  test('adds weights of words, phrases and patterns, and stays between 0 and 1', async () => {
    const scorer = {
      method: 'heuristic',
      base: 0.2,
      keywords: [
        { words: ['refund', 'give back'], weight: 0.4 },
        { words: ['thanks'], weight: -0.9 },
      ],
      patterns: [{ pattern: '\\bwhy\\b', weight: 0.9 }],
    };
    const scores = ['Hello', 'a REFUND? Give back!', 'refunds', 'Why a refund', 'Thanks'].map(
      async (text) => {
        const { decisions } = await modelFor({ tiers, scorer }, text);
        return decisions[0]?.score;
      },
    );
    expect(await Promise.all(scores)).toEqual([0.2, expect.closeTo(0.6), 0.2, 1, 0]);
  });

  test('an uncertain score goes one tier up', async () => {
    const settings = { tiers, scorer: byLength, band: 0.1 };
    const answered = [19, 20, 45, 65].map((count) => modelFor(settings, letters(count)));
    expect((await Promise.all(answered)).map(({ answeredBy }) => answeredBy)).toEqual([
      'cheap',
      'middle',
      'middle',
      'dear',
    ]);
  });

  test('reads what the user wrote, not the rest of the prompt', async () => {
    const request = chatRequest(promptOf({ system: letters(900), context: letters(900), user: 'Hi' }));
    expect(requestText(request)).toBe('Hi');
    const echoes = [{ model: 'echo:short', upTo: 0.3 }, { model: 'echo:long' }];
    const { sent } = await sendThrough(configure('routing', { tiers: echoes, scorer: byLength }), request);
    expect(sent.map(({ request: received }) => received)).toEqual([{ ...request, model: 'echo:short' }]);
  });
});

describe('laws of routing', () => {
  test('sending everything to one tier equals model-swap', async () => {
    const shop = await openShop((model, text) => ({ text: `${model}: ${text}` }));
    const scorer = fc.record({
      method: fc.constant('heuristic'),
      base: fc.double({ min: 0, max: 1, noNaN: true }),
      length: fc.record({
        characters: fc.integer({ min: 1, max: 50 }),
        weight: fc.double({ min: -1, max: 1, noNaN: true }),
      }),
    });
    const band = fc.double({ min: 0, max: 0.5, noNaN: true });
    await fc.assert(
      fc.asyncProperty(
        scorer,
        band,
        fc.string(),
        fc.integer({ min: 0, max: 2 }),
        async (rule, width, text, only) => {
          const routed = await shop.trial(
            [
              built(
                configure('routing', {
                  tiers: unbounded.map((tier, index) =>
                    index === 2 ? tier : { ...tier, upTo: index < only ? 0 : 1 },
                  ),
                  scorer: rule,
                  band: width,
                }),
              ),
            ],
            text,
          );
          const swapped = await shop.trial(
            [built(configure('model-swap', { model: unbounded[only]?.model }))],
            text,
          );
          expect(outputOf(routed)).toBe(outputOf(swapped));
          expect(routed.exchanges.map(({ request }) => request)).toEqual(
            swapped.exchanges.map(({ request }) => request),
          );
          expect([routed.cost, routed.calls]).toEqual([swapped.cost, swapped.calls]);
        },
      ),
      { numRuns: 40 },
    );
    await shop.close();
  });
});

describe('routing by a model', () => {
  const scorer = {
    method: 'model',
    model: 'shop:judge',
    prompt: 'Is this easy or hard?',
    answers: { easy: 0.1, hard: 0.9 },
  };

  async function routedWhen(judged: Shop, attributes?: { readonly [name: string]: string }, more = {}) {
    const shop = await openShop((model, text, call, request) =>
      model === 'judge' ? judged(model, text, call, request) : { text: model },
    );
    const trial = await shop.trial(
      [built(configure('routing', { tiers, scorer, ...more }))],
      'Where is it?',
      attributes && { attributes },
    );
    await shop.close();
    return { ...trial, answer: outputOf(trial), requests: shop.requests };
  }

  test('asks the classifier with the user’s text, and charges it', async () => {
    const { answer, calls, requests, decisions } = await routedWhen(() => ({ text: ' Easy. ' }));
    expect([answer, calls]).toEqual(['cheap', ['shop:judge route', 'shop:cheap answer']]);
    expect(requests[0] && requestText(requests[0])).toBe('Where is it?');
    expect(decisions).toEqual([{ name: 'routing.tier', choice: 'shop:cheap', score: 0.1 }]);
  });

  test('an answer that is not understood goes to the dearest tier', async () => {
    const { answer, decisions } = await routedWhen(() => ({ text: 'easy or hard, who knows' }));
    expect(answer).toBe('dear');
    expect(decisions).toEqual([{ name: 'routing.tier', choice: 'shop:dear' }]);
  });

  test('a classifier that is down costs what it costs, and the dearest tier answers', async () => {
    const { answer, calls } = await routedWhen(() => ({ text: '', fails: true }));
    expect([answer, calls]).toEqual(['dear', ['shop:judge route', 'shop:dear answer']]);
  });

  test('without a list of answers it reads a number from 0 to 1', async () => {
    const { answers: _, ...numbers } = scorer;
    const answered = ['0.5', '.2', 'Score: 0.9', '7', 'low'].map((text) =>
      routedWhen(() => ({ text }), undefined, { scorer: numbers }),
    );
    expect((await Promise.all(answered)).map(({ answer }) => answer)).toEqual([
      'middle',
      'cheap',
      'dear',
      'dear',
      'dear',
    ]);
  });

  test('where the policy leaves no choice nobody is asked', async () => {
    const policy = [{ when: { criticality: 'high' }, atLeast: 'shop:dear' }];
    const { answer, calls } = await routedWhen(() => ({ text: 'easy' }), { criticality: 'high' }, { policy });
    expect([answer, calls]).toEqual(['dear', ['shop:dear answer']]);
  });
});

describe('the policy', () => {
  const policy = [
    { when: { criticality: ['high', 'legal'] }, atLeast: 'shop:middle' },
    { when: { channel: 'chat', plan: 'free' }, atMost: 'shop:middle' },
    { when: { accuracy: 'exact' }, atLeast: 'shop:dear' },
  ];
  const answeredBy = async (text: string, attributes: { readonly [name: string]: string }) =>
    (await modelFor({ tiers, scorer: byLength, policy }, text, attributes)).answeredBy;

  test('raises and lowers the tier by attributes of the request, whatever its score', async () => {
    expect(await answeredBy('Hi', { criticality: 'legal' })).toBe('middle');
    expect(await answeredBy(letters(90), { channel: 'chat', plan: 'free' })).toBe('middle');
    expect(await answeredBy(letters(90), { channel: 'chat' })).toBe('dear');
    expect(await answeredBy('Hi', {})).toBe('cheap');
  });

  test('puts accuracy before cost where rules disagree', async () => {
    expect(await answeredBy('Hi', { channel: 'chat', plan: 'free', accuracy: 'exact' })).toBe('dear');
  });

  test('names the attributes that a suite has to list', async () => {
    expect(configure('routing', { tiers, scorer: byLength, policy }).attributes).toEqual([
      'criticality',
      'channel',
      'plan',
      'accuracy',
    ]);
  });
});

describe('a learned router', () => {
  const easy = ['where is my parcel', 'has my parcel shipped', 'track the parcel', 'parcel status'];
  const hard = [
    'the kettle leaks again',
    'my tent tore in rain',
    'kettle broke after a month',
    'tent pole broke',
  ];
  /** Only the dear model knows about broken things. */
  const shopOf: Shop = (model, text) => ({
    text: /parcel/.test(text) || model === 'dear' ? 'right' : 'wrong',
  });
  const cases = (['train', 'tune'] as const).flatMap((split) =>
    [...easy, ...hard].flatMap((text, index) =>
      ['please', 'today', 'thanks'].map((end) =>
        fitCase(`${split}-${index}-${end}`, { text: `${text} ${end}`, expected: 'right' }, split),
      ),
    ),
  );

  test.each(['logistic', 'neighbours'])(
    'by %s sends on what only the dearest tier gets right',
    async (model) => {
      const lever = configure('routing', {
        tiers: unbounded,
        scorer: { method: 'learned', model, neighbours: 3 },
        chooseThresholds: { maximumLoss: 0 },
      });
      const shop = await openShop(shopOf);
      const artifact = JSON.parse(JSON.stringify(await lever.fit(fittingIn(shop, cases))));
      const answered = ['is the parcel shipped', 'the tent broke'].map((text) =>
        shop.trial([built(lever, artifact)], text),
      );
      expect((await Promise.all(answered)).map(({ calls }) => calls)).toEqual([
        ['shop:cheap answer'],
        ['shop:dear answer'],
      ]);
      expect(lever.describe(artifact)).toMatch(
        /by learned score at .*, APGR 0\.75 on train \(random 0\.50\)$/,
      );
      await shop.close();
    },
  );

  test('fits on train and tune, and on nothing else', async () => {
    const lever = configure('routing', { tiers, scorer: { method: 'learned' } });
    const shop = await openShop(shopOf);
    await lever.fit(fittingIn(shop, cases));
    expect(shop.requests).toHaveLength(2 * 24);
    await shop.close();
  });

  test('refuses too few requests to learn from', async () => {
    const lever = configure('routing', { tiers, scorer: { method: 'learned' } });
    const shop = await openShop(shopOf);
    await expect(lever.fit(fittingIn(shop, cases.slice(0, 3)))).rejects.toThrow(
      'routing: the train split has 3 requests to learn from; at least 10 are needed.',
    );
    await shop.close();
  });

  test('thresholds for a heuristic score are chosen at least cost for the loss that is allowed', async () => {
    const lever = configure('routing', {
      tiers: [{ model: 'shop:cheap' }, { model: 'shop:dear' }],
      scorer: { method: 'heuristic', patterns: [{ pattern: 'kettle|tent', weight: 0.8 }] },
      chooseThresholds: { maximumLoss: 0 },
    });
    const shop = await openShop(shopOf);
    const artifact = await lever.fit(fittingIn(shop, cases));
    const trials = await Promise.all(
      ['parcel?', 'tent?'].map((text) => shop.trial([built(lever, artifact)], text)),
    );
    expect(trials.map(({ calls }) => calls)).toEqual([['shop:cheap answer'], ['shop:dear answer']]);
    await shop.close();
  });
});

describe('settings of routing', () => {
  const withRouting = (settings: object) =>
    problemsOfProject({
      'suite.yaml': suiteText(
        `candidates: [${JSON.stringify({ name: 'routed', use: 'routing', with: settings })}]`,
      ),
    });

  test.each([
    [{ tiers: unbounded, scorer: byLength }, 'every tier but the last needs upTo'],
    [{ tiers: tiers.toReversed(), scorer: byLength }, 'the last tier takes what is left'],
    [
      {
        tiers: [{ model: 'a:a', upTo: 0.7 }, { model: 'b:b', upTo: 0.3 }, { model: 'c:c' }],
        scorer: byLength,
      },
      'upTo must not fall from tier to tier',
    ],
    [
      { tiers: [{ model: 'a:a', upTo: 0.7 }, { model: 'a:a' }], scorer: byLength },
      'two tiers are called "a:a"; give one of them a name',
    ],
    [
      { tiers, scorer: byLength, policy: [{ when: { plan: 'free' }, atMost: 'shop:chaep' }] },
      'the policy names the tier "shop:chaep"; tiers are shop:cheap, shop:middle, shop:dear',
    ],
    [{ tiers, scorer: byLength, chooseThresholds: { maximumLoss: 0 } }, 'so no tier may have one'],
    [
      { tiers, scorer: { method: 'heuristic', patterns: [{ pattern: '(', weight: 1 }] } },
      'is not a regular expression',
    ],
  ])('that cannot work are refused with a sentence: %j', async (settings, sentence) => {
    expect((await withRouting(settings)).join('\n')).toContain(sentence);
  });

  test('are read from a suite', async () => {
    const suite = await loadProject({
      'suite.yaml': suiteText(
        'candidates: [{ name: routed, use: routing, with: { tiers: [{ model: "pocket:small", upTo: 0.5 }, { model: "pocket:large" }], scorer: { method: heuristic, base: 0.1 } } }]',
      ),
    });
    expect(suite.candidates[0]?.optimization.describe(undefined)).toBe(
      'routed to pocket:small, pocket:large by heuristic score at 0.50',
    );
  });

  test('the report shows the share of each tier', () => {
    const decisions = ['a', 'b', 'a', 'a'].map((choice) => ({ name: 'routing.tier', choice }));
    expect(configure('routing', { tiers, scorer: byLength }).summarise(decisions)).toEqual([
      { label: 'answered by a', value: '3 of 4 (75.0 %)' },
      { label: 'answered by b', value: '1 of 4 (25.0 %)' },
    ]);
  });
});
