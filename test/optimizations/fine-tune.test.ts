import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FitCase } from '../../src/core/case.ts';
import { nanoDollars } from '../../src/core/money.ts';
import type { Fitting } from '../../src/optimizations/optimization.ts';
import { pocketProvider } from '../../src/providers/pocket/pocket.ts';
import { problemsOfProject, suiteText } from '../suite/project.ts';
import { chatRequest, configure, fitCase, fittingOn, onlyRequest, promptOf, sendThrough } from './stack.ts';

const labels = ['lost parcel', 'broken kettle', 'wrong invoice'];
const words = ['please help', 'since monday', 'again', 'thank you', 'quickly', 'order of may'];

function caseOf(index: number, split: 'train' | 'tune'): FitCase {
  const label = labels[index % labels.length];
  return {
    ...fitCase(
      `${split}-${index}`,
      { text: `${words[index % words.length]}: ${label} number ${index}`, expected: label },
      split,
    ),
    assertions: [{ type: 'equals', value: label }],
  };
}

const cases = [
  ...Array.from({ length: 45 }, (_, index) => caseOf(index, 'train')),
  ...Array.from({ length: 18 }, (_, index) => caseOf(index, 'tune')),
];

function requestOf({ vars }: FitCase) {
  return chatRequest(
    promptOf({
      system: 'You sort letters.',
      instructions: `Labels:\n${labels.map((label) => `- ${label}`).join('\n')}`,
      examples: ['Letter: my parcel is lost\nLabel: lost parcel'],
      user: `Letter: ${String(vars['text'])}\nLabel:`,
    }),
    { model: 'pocket:large' },
  );
}

/** Fits on pocket models, which train for real. Keeps what each training was given, and what was dropped. */
function training(some: readonly FitCase[] = cases) {
  const trainings: {
    readonly model: string;
    readonly outputs: readonly string[];
    readonly texts: string[];
  }[] = [];
  const dropped: string[] = [];
  const { fineTuning } = pocketProvider;
  if (fineTuning === undefined) throw new TypeError('pocket models can be trained');
  const fitting: Fitting = {
    ...fittingOn(some, requestOf),
    fineTune: async (baseModel, examples) => {
      const { model, artifact } = await fineTuning.train(baseModel, examples, '2026');
      trainings.push({
        model,
        outputs: examples.map(({ output }) => output),
        texts: examples.map(({ request }) => JSON.stringify(request.messages)),
      });
      const tokens = fineTuning.trainingTokens(examples);
      return { model, artifact, trainingTokens: tokens, cost: nanoDollars(tokens * 3_000) };
    },
    dropModel: async (model) => {
      dropped.push(model);
    },
  };
  return { fitting, trainings, dropped };
}

const small = { model: 'pocket:small' };

describe('fine-tune', () => {
  test('answers with a model that learned the train split, without the parts that it has learned', async () => {
    const lever = configure('fine-tune', small);
    const { fitting, trainings } = training();
    const artifact = JSON.parse(JSON.stringify(await lever.fit(fitting)));
    expect(lever.describe(artifact)).toBe('pocket:small fine-tuned on 45 examples');
    expect(lever.learningCurve(artifact)).toBeNull();
    const { weights } = artifact;
    const model = pocketProvider.fineTuning?.restore(weights);
    expect(model).toBe(trainings[0]?.model);
    const passage = await sendThrough(lever, requestOf(caseOf(1, 'tune')), { artifact });
    const { messages } = onlyRequest(passage);
    expect(messages.flatMap(({ segments }) => segments.map(({ part }) => part))).toEqual(['system', 'user']);
  });

  test('says which case has nothing to learn from', async () => {
    const bare = { ...caseOf(3, 'train'), assertions: [] };
    const lever = configure('fine-tune', small);
    await expect(lever.fit(training([bare]).fitting)).rejects.toThrow(
      'fine-tune: case train-3 has no `equals` assertion, so there is nothing to learn.',
    );
  });

  test('of more examples than there are says both numbers', async () => {
    const lever = configure('fine-tune', { ...small, examples: 46 });
    await expect(lever.fit(training().fitting)).rejects.toThrow(
      'fine-tune: 46 examples are wanted, and the train split has 45 cases.',
    );
  });
});

describe('the learning curve of fine-tune', () => {
  test('has nested, stratified examples; its last point is the model in use; the others are dropped', async () => {
    const sizes = fc.uniqueArray(fc.integer({ min: 10, max: 45 }), { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(sizes, async (unsorted) => {
        const wanted = [...unsorted].sort((a, b) => a - b);
        const lever = configure('fine-tune', { ...small, learningCurve: { sizes: wanted } });
        const { fitting, trainings, dropped } = training();
        const artifact = JSON.parse(JSON.stringify(await lever.fit(fitting)));
        const points = lever.learningCurve(artifact)?.points ?? [];
        const all = [...new Set([...wanted, 45])];
        expect(points.map(({ examples }) => examples)).toEqual(all);
        expect(trainings.map(({ texts }) => texts.length)).toEqual(all);
        for (const [index, { texts, outputs }] of trainings.entries()) {
          expect(trainings[index + 1]?.texts.slice(0, texts.length) ?? texts).toEqual(texts);
          for (const label of labels) {
            const count = outputs.filter((output) => output === label).length;
            expect(Math.abs(count - outputs.length / labels.length)).toBeLessThanOrEqual(1);
          }
        }
        expect(artifact.model).toBe(trainings.at(-1)?.model);
        expect(dropped).toEqual(trainings.slice(0, -1).map(({ model }) => model));
      }),
      { numRuns: 6 },
    );
  });

  test('scores every point on the tune split, and leaves the model in use as it would be without it', async () => {
    const lever = configure('fine-tune', { ...small, learningCurve: { sizes: [10, 20] } });
    const { fitting } = training();
    const artifact = await lever.fit(fitting);
    const points = lever.learningCurve(artifact)?.points ?? [];
    for (const { score } of points) {
      expect(score.cases).toBe(18);
      expect(score.low).toBeLessThanOrEqual(score.estimate);
      expect(score.high).toBeGreaterThanOrEqual(score.estimate);
    }
    const restoreModel = (_: string, weights: unknown) =>
      pocketProvider.fineTuning?.restore(JSON.parse(JSON.stringify(weights))) ?? '';
    const trials = await fitting.run([lever.build(artifact, { restoreModel })], fitting.tune);
    const passed = trials.filter(({ quality }) => quality.pass).length;
    expect(points.at(-1)?.score.estimate).toBe(passed / 18);
    const plain = await configure('fine-tune', small).fit(training().fitting);
    expect(artifact).toMatchObject({
      ...JSON.parse(JSON.stringify(plain)),
      learningCurve: expect.anything(),
    });
  });

  test('ends at `examples` where that limits the training', async () => {
    const lever = configure('fine-tune', { ...small, examples: 30, learningCurve: { sizes: [10] } });
    const points = lever.learningCurve(await lever.fit(training().fitting))?.points ?? [];
    expect(points.map(({ examples }) => examples)).toEqual([10, 30]);
  });

  test('needs a tune split', async () => {
    const lever = configure('fine-tune', { ...small, learningCurve: { sizes: [10] } });
    const { fitting } = training(cases.filter(({ split }) => split === 'train'));
    await expect(lever.fit(fitting)).rejects.toThrow(
      'the tune split has no cases to score a learning curve on',
    );
  });

  test.each([
    [{ sizes: [20, 10] }, 'must rise from size to size'],
    [{ sizes: [10, 10] }, 'must rise from size to size'],
    [{ sizes: [5] }, 'sizes[0]'],
    [{ sizes: [10, 40] }, 'learningCurve.sizes goes beyond `examples`, which limits the training'],
    [{ size: [10] }, 'unknown key "size"'],
  ])('with settings %j is refused with a sentence', async (learningCurve, sentence) => {
    const settings = { model: 'pocket:small', examples: 30, learningCurve };
    const candidate = JSON.stringify({ name: 'tuned', use: 'fine-tune', with: settings });
    const problems = await problemsOfProject({ 'suite.yaml': suiteText(`candidates: [${candidate}]`) });
    expect(problems.join('\n')).toContain(sentence);
  });
});
