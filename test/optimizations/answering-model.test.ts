import { describe, expect, test } from 'vitest';
import { problemsOfProject, suiteText } from '../suite/project.ts';
import { built } from './route-harness.ts';
import { chatRequest, configure, fitCase, fittingOn, onlyRequest, promptOf, send } from './stack.ts';

const request = chatRequest(promptOf({ instructions: 'Be kind.', examples: ['A'], user: 'Where is it?' }));

describe('a tier or a level that trains its model', () => {
  const levels = [
    { fineTune: { model: 'echo:base' }, threshold: 0 },
    { model: 'echo:large', reasoningEffort: 'low' },
  ];
  const lever = configure('cascade', { levels, verifier: { method: 'confidence' } });
  const weights = { labels: ['a', 'b'] };
  const artifact = {
    verifiers: null,
    trained: [{ model: 'echo:base-ft-1', weights, examples: 20 }, null],
    thresholds: null,
  };

  test('sends what the trained model needs, to the model that was brought back', async () => {
    const restored: unknown[] = [];
    const middleware = lever.build(artifact, {
      restoreModel: (...given) => {
        restored.push(given);
        return 'echo:restored';
      },
    });
    const sent = onlyRequest(await send([middleware], request));
    expect(restored).toEqual([['echo:base', weights]]);
    expect(sent.model).toBe('echo:restored');
    expect(sent.messages.flatMap(({ segments }) => segments.map(({ part }) => part))).toEqual(['user']);
  });

  test('is fitted, and stands for its base before it is', async () => {
    expect(lever.needsFitting).toBe(true);
    expect(lever.models).toEqual(['echo:base', 'echo:large']);
    expect(onlyRequest(await send([built(lever)], request)).model).toBe('echo:base');
  });

  test('is read from a lock file that was written before models could be trained there', () => {
    const named = configure('cascade', {
      levels: [{ model: 'echo:base', threshold: 0.5 }, { model: 'echo:large' }],
      verifier: { method: 'confidence' },
    });
    expect(named.describe({ verifiers: null, thresholds: [0.25] })).toContain('at 0.25');
  });

  test('learns from one call a case, and says so where there are more', async () => {
    const one = {
      ...fitCase('first', { text: 'a', expected: 'a' }, 'train'),
      assertions: [{ type: 'equals', value: 'a' }],
    };
    const fitting = fittingOn([one], () => request);
    const steps = ['plan', 'answer'].map((step) => ({ step, request }));
    await expect(lever.fit({ ...fitting, requestsOf: async () => steps })).rejects.toThrow(
      'cascade: case first made 2 calls; a model can be trained here for one call a case.',
    );
  });

  test.each([
    ['cascade', { levels: [{ threshold: 0 }, { model: 'b:b' }], verifier: { method: 'confidence' } }],
    [
      'cascade',
      {
        levels: [{ model: 'a:a', fineTune: { model: 'a:a' }, threshold: 0 }, { model: 'b:b' }],
        verifier: { method: 'confidence' },
      },
    ],
    ['routing', { tiers: [{ name: 'cheap', upTo: 0.5 }, { model: 'b:b' }], scorer: { method: 'heuristic' } }],
  ])('with neither or both of model and fineTune is refused: %s %j', async (use, settings) => {
    const candidate = JSON.stringify({ name: 'two', use, with: settings });
    const problems = await problemsOfProject({ 'suite.yaml': suiteText(`candidates: [${candidate}]`) });
    expect(problems.join('\n')).toMatch(/(levels|tiers)\[0\]: give either model or fineTune/);
  });

  test('names a mistake in its settings where it stands', async () => {
    const settings = {
      levels: [{ fineTune: { modle: 'pocket:small' }, threshold: 0 }, { model: 'pocket:large' }],
      verifier: { method: 'confidence' },
    };
    const candidate = JSON.stringify({ name: 'two', use: 'cascade', with: settings });
    const problems = await problemsOfProject({ 'suite.yaml': suiteText(`candidates: [${candidate}]`) });
    expect(problems.join('\n')).toMatch(
      /unknown key "modle" in candidates\[0\]\.with\.levels\[0\]\.fineTune/,
    );
  });
});
