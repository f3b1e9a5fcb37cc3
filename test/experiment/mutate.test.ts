import { describe, expect, it } from 'vitest';
import { type HarmReport, mutateSuite } from '../../src/experiment/mutate.ts';
import { openStore } from '../../src/store/open-store.ts';
import { loadSuite } from '../../src/suite/load-suite.ts';
import { runSuite } from '../../src/workbench.ts';
import { commandLine } from '../cli/command-line.ts';
import { shopProvider } from '../stories/shop-provider.ts';
import { smallProject } from '../stories/small-project.ts';

function harmOf(harms: readonly HarmReport[], name: string): HarmReport {
  const found = harms.find((harm) => harm.name === name);
  if (found === undefined) throw new Error(`no harm is named ${name}`);
  return found;
}

describe('a mutation test', () => {
  it('catches what fails, misses what the cases do not ask for, and says which does not apply', async () => {
    const report = await mutateSuite({
      suiteFile: await smallProject(),
      providers: [shopProvider()],
      weaker: 'shop:careless',
    });
    expect(harmOf(report.harms, 'labels-shuffled').outcome).toBe('caught');
    expect(harmOf(report.harms, 'answers-truncated').outcome).toBe('caught');
    expect(harmOf(report.harms, 'weaker-model')).toMatchObject({ outcome: 'caught', gates: ['quality'] });
    // The shop reads the sentence only, so nothing notices that its instructions are gone.
    const unread = harmOf(report.harms, 'instruction-removed-1');
    expect(unread).toMatchObject({ outcome: 'missed', changedAnswers: 0, plantedCases: 128 });
    expect(unread.advice).toContain('try the prompt without it');
    expect(harmOf(report.harms, 'examples-removed').outcome).toBe('missed');
    expect(harmOf(report.harms, 'context-dropped')).toMatchObject({
      outcome: 'not applicable',
      reason: 'the prompt has no context',
    });
    const { caught, suspected, missed } = report.counts;
    expect(report.score).toBeCloseTo(caught / (caught + suspected + missed), 12);
  });

  it('says which slice, margin or must-pass mark would catch what was missed', async () => {
    const request = {
      providers: [shopProvider()],
      shares: [0.02, 0.25],
      only: ['off-topic-2', 'off-topic-25'],
    };
    const suiteFile = await smallProject({
      cases: 400,
      suite: { gates: { quality: { margin: 0.4 } } },
    });
    const wide = await mutateSuite({ ...request, suiteFile });
    expect(harmOf(wide.harms, 'off-topic-2').outcome).toBe('missed');
    const within = harmOf(wide.harms, 'off-topic-25');
    expect(within.outcome).toBe('missed');
    expect(within.advice).toMatch(/a slice gate would catch it, gates\.slices: \[\{ tag: size \}\]/i);
    expect(within.advice).toMatch(/the loss lies within the margin: one of 2\d(\.\d)? points/);
    const strict = await smallProject({
      cases: 400,
      suite: { gates: { quality: { margin: 0.4 }, mustPass: { size: 'small' } } },
    });
    const marked = await mutateSuite({ ...request, suiteFile: strict });
    expect(harmOf(marked.harms, 'off-topic-2')).toMatchObject({ outcome: 'caught', gates: ['must-pass'] });
    expect(harmOf(wide.harms, 'off-topic-2').advice).toMatch(/must-pass \(case-\d+/);
  });

  it('ignores what a harm saves', async () => {
    const suiteFile = await smallProject({
      suite: { gates: { quality: { margin: 0.1 }, cost: { minimumSaving: 0.9 } } },
    });
    const report = await mutateSuite({
      suiteFile,
      providers: [shopProvider()],
      only: ['examples-removed'],
    });
    expect(harmOf(report.harms, 'examples-removed')).toMatchObject({ outcome: 'missed', gates: [] });
  });

  it('replays the baseline, keeps to the budget, and is no use of the test split', async () => {
    const suiteFile = await smallProject();
    let calls = 0;
    const providers = [
      shopProvider({
        onCall: () => {
          calls += 1;
        },
      }),
    ];
    await runSuite({ suiteFile, providers, only: ['cheaper'] });
    calls = 0;
    const first = await mutateSuite({ suiteFile, providers, only: ['answers-truncated', 'off-topic-10'] });
    expect(calls).toBe(0);
    expect(first.replayedCalls).toBe(first.calls);
    const again = await mutateSuite({ suiteFile, providers, only: ['answers-truncated', 'off-topic-10'] });
    expect(again.harms).toEqual(first.harms);
    await expect(
      mutateSuite({ suiteFile, providers, only: ['examples-removed'], budgetDollars: 0.00001 }),
    ).rejects.toThrow(/budget/);
    const suite = await loadSuite(suiteFile);
    const store = await openStore({ ...suite.store, readOnly: true });
    const uses = await store.testUses.list({ suiteName: suite.name });
    const others = await store.testUses.list({ suiteName: `${suite.name} (mutate)` });
    await store.close();
    expect([uses.length, others.length]).toEqual([1, 0]);
  });

  it('names an unknown harm and an unknown model', async () => {
    const suiteFile = await smallProject();
    const providers = [shopProvider()];
    await expect(mutateSuite({ suiteFile, providers, only: ['off-topic'] })).rejects.toThrow(/unknown harm/);
    await expect(mutateSuite({ suiteFile, providers, weaker: 'shop:weak' })).rejects.toThrow(/shop/);
  });
});

describe('tollgate mutate', () => {
  const echo = {
    baseline: { model: 'echo:loud', prompt: { instructions: 'Say the colour again.', user: '{{sentence}}' } },
    candidates: [],
    prices: [{ model: 'echo:loud', input: 1, output: 1 }],
  };

  it('exits 1 below the score that was asked for, and 0 without one', async () => {
    const suiteFile = await smallProject({ suite: echo });
    const harms = ['--harm', 'instruction-removed-1', '--quiet'];
    const free = await commandLine('mutate', suiteFile, ...harms);
    expect(free.code).toBe(0);
    expect(free.out).toContain('Mutation score: 0 %');
    const strict = await commandLine('mutate', suiteFile, ...harms, '--minimum-score', '50%', '--json');
    expect(strict.code).toBe(1);
    expect(JSON.parse(strict.out)).toMatchObject({ score: 0 });
  });
});
