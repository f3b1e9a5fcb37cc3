import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { nanoDollarsFromDollars } from '../../src/core/money.ts';
import { lockFileOf, readLockFile, unpack } from '../../src/experiment/lock-file.ts';
import { promote } from '../../src/experiment/promote.ts';
import { rollback } from '../../src/experiment/promotion-ledger.ts';
import { verifyLockFile } from '../../src/experiment/verify.ts';
import { echoProvider } from '../../src/providers/echo.ts';
import type { CandidateReport, Report } from '../../src/reports/report.ts';
import { runSuite } from '../../src/workbench.ts';
import { smallProject } from './small-project.ts';
import { trainedPrices, trainingShop } from './training-shop.ts';

const colours = ['red', 'green', 'blue', 'amber'];

/** 40 train, 40 tune and 80 test cases, every colour equally often in each. */
const tests = Array.from({ length: 160 }, (_, index) => {
  const colour = colours[index % colours.length];
  const block = Math.floor(index / colours.length) % 4;
  return {
    vars: { sentence: `The ${colour} van number ${index} waits at the gate.` },
    assert: [{ type: 'equals', value: colour }],
    metadata: { id: `case-${index}`, split: block === 0 ? 'train' : block === 1 ? 'tune' : 'test' },
  };
});

const prices = [
  { model: 'shop:strong', input: 10, output: 30 },
  { model: 'shop:cheap', input: 1, output: 3, training: 8 },
  ...trainedPrices,
];

function project(candidates: readonly object[]): Promise<string> {
  return smallProject({ suite: { tests, prices, candidates } });
}

const cheap = { model: 'shop:cheap' };
const byConfidence = { method: 'confidence' };
const withCurve = {
  name: 'curve',
  use: 'fine-tune',
  with: { ...cheap, learningCurve: { sizes: [10, 20, 30] } },
};

function candidate({ candidates }: Report, name: string): CandidateReport {
  const found = candidates.find((known) => known.name === name);
  if (found === undefined) throw new RangeError(`no candidate ${name}`);
  return found;
}

function splitOf(sentence: string): string | undefined {
  return tests.find(({ vars }) => vars.sentence === sentence)?.metadata.split;
}

describe('a learning curve', () => {
  it('stands in the report, its money adds up to the set-up cost, and only the last model is kept', async () => {
    const shop = trainingShop();
    const suiteFile = await project([withCurve]);
    const { report, files } = await runSuite({ suiteFile, providers: [shop.provider] });
    const { learningCurve, setUpCost, steps } = candidate(report, 'curve');
    const points = learningCurve?.points ?? [];
    expect(points.map(({ examples, cases }) => [examples, cases])).toEqual([
      [10, 40],
      [20, 40],
      [30, 40],
      [40, 40],
    ]);
    const nano = points.flatMap(({ trainingCost, scoringCost }) => [
      nanoDollarsFromDollars(trainingCost),
      nanoDollarsFromDollars(scoringCost),
    ]);
    expect(nano.every((amount) => amount > 0)).toBe(true);
    expect(nano.reduce((sum, amount) => sum + amount, 0)).toBe(nanoDollarsFromDollars(setUpCost));
    expect(report.evaluation.fitting).toBe(setUpCost);
    for (const { trainingTokens, trainingCost } of points) {
      expect(nanoDollarsFromDollars(trainingCost)).toBe(trainingTokens * 8_000);
    }

    expect(shop.trainings.map((sentences) => sentences.length)).toEqual([10, 20, 30, 40]);
    const [model] = shop.known();
    expect(shop.known()).toHaveLength(1);
    expect(steps.map((step) => step.model)).toEqual([model]);
    expect(shop.dropped).toHaveLength(3);
    expect(shop.dropped).not.toContain(model);

    expect(await readFile(files.markdown, 'utf8')).toContain('| 20 |');
    expect(await readFile(files.html, 'utf8')).toContain('Learning curve');
  });

  it('is nested, learns from train alone, and is scored on tune alone', async () => {
    const shop = trainingShop();
    await runSuite({ suiteFile: await project([withCurve]), providers: [shop.provider] });
    const { trainings, dropped, asked } = shop;
    for (const [index, smaller] of trainings.slice(0, -1).entries()) {
      expect(trainings[index + 1].slice(0, smaller.length)).toEqual(smaller);
    }
    expect(new Set(trainings.flat().map(splitOf))).toEqual(new Set(['train']));
    const scored = asked.filter(({ model }) => dropped.includes(model));
    expect(new Set(scored.map(({ sentence }) => splitOf(sentence)))).toEqual(new Set(['tune']));
    expect(scored).toHaveLength(3 * 40);
  });

  it('is in the lock file, and costs production nothing', async () => {
    const shop = trainingShop();
    const plain = { name: 'plain', use: 'fine-tune', with: cheap };
    const suiteFile = await project([withCurve, plain]);
    const { report } = await runSuite({ suiteFile, providers: [shop.provider] });
    const [curve, same] = ['curve', 'plain'].map((name) => candidate(report, name));
    expect(same.learningCurve).toBeNull();
    expect(curve.costPerThousand).toBe(same.costPerThousand);
    expect(curve.quality).toEqual(same.quality);
    expect(curve.setUpCost).toBeGreaterThan(same.setUpCost);
    await promote({ suiteFile, candidate: 'curve', forceReason: 'to read the lock file' });
    const lock = await readLockFile(lockFileOf(suiteFile));
    expect(unpack(lock?.stack[0]?.artifact ?? '')).toMatchObject({
      examples: 40,
      learningCurve: {
        confidence: 0.9,
        points: curve.learningCurve?.points.map(({ examples }) => ({ examples })),
      },
    });
  });

  it('does not take away a model that another candidate answers with', async () => {
    const shop = trainingShop();
    const few = { name: 'few', use: 'fine-tune', with: { ...cheap, examples: 20 } };
    const { report } = await runSuite({
      suiteFile: await project([few, withCurve]),
      providers: [shop.provider],
    });
    expect(shop.trainings[0]).toEqual(shop.trainings[2]);
    expect(candidate(report, 'few').failureRate).toBe(0);
    expect(shop.known()).toHaveLength(2);
  });

  it.each([
    [
      'more examples than the train split has, with both numbers',
      { ...cheap, learningCurve: { sizes: [20, 500] } },
      'candidate "curve": fine-tune wants to learn from 500 examples; the train split has 40 cases.',
    ],
    [
      'a base without a training price',
      { model: 'shop:strong' },
      'candidate "curve": no training price for model "shop:strong".',
    ],
    [
      'a provider that trains nothing',
      { model: 'echo:echo' },
      'candidate "curve": fine-tune trains echo:echo, and its provider trains no models.',
    ],
  ])('is refused before any call for %s', async (_, settings, message) => {
    const shop = trainingShop();
    const suiteFile = await project([{ ...withCurve, with: settings }]);
    await expect(runSuite({ suiteFile, providers: [shop.provider, echoProvider] })).rejects.toThrow(message);
    expect(shop.asked).toEqual([]);
  });
});

describe('a fine-tuned model within another lever', () => {
  const levels = (threshold: number) => [{ fineTune: cheap, threshold }, { model: 'shop:strong' }];
  const figuresOf = ({
    quality,
    costPerThousand,
    setUpCost,
    inputTokens,
    outputTokens,
  }: CandidateReport) => ({
    quality,
    costPerThousand,
    setUpCost,
    inputTokens,
    outputTokens,
  });

  it('is what fine-tune is, in a cascade and in a router that always stop there', async () => {
    const shop = trainingShop();
    const upTo = { scorer: { method: 'heuristic' } };
    const tiers = [{ fineTune: cheap, upTo: 1 }, { model: 'shop:strong' }];
    const suiteFile = await project([
      { name: 'alone', use: 'fine-tune', with: cheap },
      { name: 'cascaded', use: 'cascade', with: { levels: levels(0), verifier: byConfidence } },
      { name: 'routed', use: 'routing', with: { tiers, ...upTo } },
    ]);
    const { report } = await runSuite({ suiteFile, providers: [shop.provider] });
    const [alone, cascaded, routed] = ['alone', 'cascaded', 'routed'].map((name) => candidate(report, name));
    expect(figuresOf(cascaded)).toEqual(figuresOf(alone));
    expect(figuresOf(routed)).toEqual(figuresOf(alone));
    expect(cascaded.regressions).toEqual(alone.regressions);
    expect(shop.trainings).toHaveLength(3);
    expect(new Set(shop.trainings.map((sentences) => sentences.join())).size).toBe(1);
    expect(cascaded.change).toContain('cascade of shop:cheap fine-tuned, then shop:strong');
  });

  it('answers again after promotion and rollback, in a process that has not trained it', async () => {
    const suiteFile = await project([
      { name: 'cascaded', use: 'cascade', with: { levels: levels(0.5), verifier: byConfidence } },
      { name: 'cheaper', use: 'model-swap', with: cheap },
    ]);
    const first = await runSuite({ suiteFile, providers: [trainingShop().provider] });
    await promote({ suiteFile, candidate: 'cascaded', forceReason: undefined });
    expect(await verifyLockFile(lockFileOf(suiteFile))).toMatchObject({ holds: true });

    const another = trainingShop();
    const { report } = await runSuite({ suiteFile, providers: [another.provider], replay: false });
    const { baseline } = report;
    expect(baseline.failureRate).toBe(0);
    expect(baseline.quality).toEqual(candidate(first.report, 'cascaded').quality);
    expect(baseline.costPerThousand).toBe(candidate(first.report, 'cascaded').costPerThousand);
    expect(another.known()).toEqual([baseline.steps[0].model]);

    await promote({ suiteFile, candidate: 'cheaper', forceReason: 'to roll it back' });
    expect((await rollback({ suiteFile, reason: 'complaints' })).stack).toEqual(['cascade']);
    const third = await runSuite({ suiteFile, providers: [trainingShop().provider], replay: false });
    expect(third.report.baseline.quality).toEqual(baseline.quality);
  });

  it('has its threshold chosen on cases that it did not learn from', async () => {
    const shop = trainingShop();
    const chosen = {
      levels: [{ fineTune: cheap }, { model: 'shop:strong' }],
      verifier: byConfidence,
      chooseThresholds: { maximumLoss: 0 },
    };
    await runSuite({
      suiteFile: await project([{ name: 'cascaded', use: 'cascade', with: chosen }]),
      providers: [shop.provider],
    });
    const learned = new Set(shop.trainings.flat());
    const asked = shop.asked.filter(({ model }) => model.includes('trained'));
    expect(new Set(asked.map(({ sentence }) => splitOf(sentence)))).toEqual(new Set(['tune', 'test']));
    expect(asked.some(({ sentence }) => learned.has(sentence))).toBe(false);
  });

  it.each([
    [
      'cascade',
      'verifier',
      { levels: [{ fineTune: cheap }, { model: 'shop:strong' }], verifier: { method: 'learned' } },
    ],
    [
      'routing',
      'scorer',
      { tiers: [{ fineTune: cheap }, { model: 'shop:strong' }], scorer: { method: 'learned' } },
    ],
  ])('is stood in for by models of other cases while a %s learns its %s', async (use, _, settings) => {
    const shop = trainingShop();
    const chooseThresholds = { maximumLoss: 0 };
    const suiteFile = await project([{ name: 'learned', use, with: { ...settings, chooseThresholds } }]);
    const { report } = await runSuite({ suiteFile, providers: [shop.provider] });
    expect(shop.trainings.map((sentences) => sentences.length)).toEqual([32, 32, 32, 32, 32, 40]);
    const examplesOf = new Map(
      shop.dropped.map((model, index) => [model, new Set(shop.trainings[index])] as const),
    );
    const standIns = shop.asked.filter(({ model }) => examplesOf.has(model));
    expect(standIns).toHaveLength(40);
    expect(new Set(standIns.map(({ sentence }) => sentence)).size).toBe(40);
    expect(standIns.some(({ model, sentence }) => examplesOf.get(model)?.has(sentence))).toBe(false);
    expect(candidate(report, 'learned').failureRate).toBe(0);
    expect(shop.known()).toHaveLength(1);
  });
});
