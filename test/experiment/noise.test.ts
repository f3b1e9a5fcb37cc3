import { describe, expect, it } from 'vitest';
import { formatNoise } from '../../src/cli/format-noise.ts';
import { measureNoise } from '../../src/experiment/noise.ts';
import { planSuite } from '../../src/experiment/plan-suite.ts';
import { runSuite } from '../../src/workbench.ts';
import { commandLine } from '../cli/command-line.ts';
import { noisyProvider } from '../stories/noisy-provider.ts';
import { shopProvider } from '../stories/shop-provider.ts';
import { smallProject } from '../stories/small-project.ts';

describe('a baseline whose answers vary', () => {
  it('flips as often as its answers do, and the interval covers the truth', async () => {
    const rate = 0.1;
    const noise = await measureNoise({
      suiteFile: await smallProject({ cases: 400 }),
      providers: [noisyProvider(rate)],
      repeats: 3,
    });
    const truth = 1 - (1 - rate) ** 3 - rate ** 3;
    expect(noise).toMatchObject({ cases: 320, repeats: 3, silent: false, calls: 960 });
    expect(noise.flips.low).toBeLessThan(truth);
    expect(noise.flips.high).toBeGreaterThan(truth);
    expect(noise.flips.cases).toBe(noise.differentTexts);
    expect(noise.variance).toBeCloseTo(rate * (1 - rate), 1);
  });

  it('needs a wider margin, or more repeats, the noisier it is', async () => {
    const suiteFile = await smallProject({
      suite: { gates: { quality: { margin: 0.1 } }, candidates: [] },
    });
    const quiet = await measureNoise({ suiteFile, providers: [noisyProvider(0.02)], repeats: 4 });
    const loud = await measureNoise({ suiteFile, providers: [noisyProvider(0.3)], repeats: 4 });
    expect(loud.usableMargin ?? 1).toBeGreaterThan(quiet.usableMargin ?? 1);
    expect(quiet.repeatsForMargin).toBe(1);
    expect(loud.repeatsForMargin).toBeGreaterThan(1);
    expect(formatNoise(loud)).toMatch(/The margin asked, 10 points, needs repeats: \d+ \(the suite has 1\)/);
  });

  it('calls afresh although everything is recorded', async () => {
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
    await measureNoise({ suiteFile, providers, repeats: 2, cases: 30 });
    expect(calls).toBe(60);
  });
});

describe('a baseline that always answers alike', () => {
  it('is said to be silent, and the interval still admits some noise', async () => {
    const noise = await measureNoise({ suiteFile: await smallProject(), providers: [shopProvider()] });
    expect(noise).toMatchObject({ silent: true, flips: { cases: 0, estimate: 0, low: 0 } });
    expect(noise.flips.high).toBeGreaterThan(0);
    expect(formatNoise(noise)).toMatch(/No noise: each of 128 cases got the same text/);
    expect(formatNoise(noise)).toMatch(/up to 2\.3 % of cases may still flip/);
  });
});

describe('noise', () => {
  it('is no use of the test split and no run of the suite', async () => {
    const suiteFile = await smallProject();
    await measureNoise({ suiteFile, providers: [shopProvider()], repeats: 2, cases: 10 });
    const plan = await planSuite({ suiteFile, providers: [shopProvider()] });
    expect(plan.discordance.source).toBe('assumption');
    expect(plan.candidates.map(({ round }) => round)).toEqual([1, 1, 1]);
  });

  it('stops at the budget', async () => {
    await expect(
      measureNoise({ suiteFile: await smallProject(), providers: [shopProvider()], budgetDollars: 0.00001 }),
    ).rejects.toThrow(/budget/);
  });

  it('needs two repeats', async () => {
    const { code, err } = await commandLine('noise', await smallProject(), '--repeats', '1');
    expect(code).toBe(2);
    expect(err).toContain('two repeats');
  });
});
