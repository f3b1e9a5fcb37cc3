import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { assumedOutputTokens } from '../../src/experiment/plan-costs.ts';
import { type PlannedArm, planSuite } from '../../src/experiment/plan-suite.ts';
import { runSuite } from '../../src/workbench.ts';
import { commandLine } from '../cli/command-line.ts';
import { shopProvider } from '../stories/shop-provider.ts';
import { smallProject } from '../stories/small-project.ts';

function silentShop() {
  return shopProvider({
    onCall: () => {
      throw new Error('a plan called somebody');
    },
  });
}

function armOf(arms: readonly PlannedArm[], name: string): PlannedArm {
  const found = arms.find((arm) => arm.name === name);
  if (found === undefined) throw new Error(`no arm is named ${name}`);
  return found;
}

describe('a plan before the first run', () => {
  it('calls nobody, writes nothing, and says that its figures are assumed', async () => {
    const suiteFile = await smallProject();
    const plan = await planSuite({ suiteFile, providers: [silentShop()] });
    expect(existsSync(path.join(path.dirname(suiteFile), 'results.duckdb'))).toBe(false);
    expect(plan.cases).toEqual({ train: 16, tune: 16, test: 128 });
    expect(plan.discordance).toEqual({ source: 'assumption', runId: null, value: expect.closeTo(0.1, 9) });
    const baseline = armOf(plan.arms, 'baseline');
    expect(baseline).toMatchObject({ calls: 128, outputFrom: 'assumption' });
    expect(baseline.outputTokens).toBe(assumedOutputTokens);
  });

  it('reckons the model of each candidate, and adds the arms up', async () => {
    const plan = await planSuite({ suiteFile: await smallProject(), providers: [silentShop()] });
    const baseline = armOf(plan.arms, 'baseline');
    const cheaper = armOf(plan.candidates, 'cheaper');
    expect(cheaper.expected).toBeCloseTo(baseline.expected / 10, 9);
    expect(armOf(plan.candidates, 'no-examples').worst).toBeLessThan(baseline.worst);
    expect(plan.total.calls).toBe(4 * 128);
    const all = [...plan.arms, ...plan.candidates];
    expect(plan.total.worst).toBeCloseTo(
      all.reduce((sum, { worst }) => sum + worst, 0),
      9,
    );
  });

  it('has a worst case that the run never exceeds', async () => {
    const suiteFile = await smallProject();
    const plan = await planSuite({ suiteFile, providers: [silentShop()] });
    const { report } = await runSuite({ suiteFile, providers: [shopProvider()] });
    expect(report.evaluation.paid).toBeGreaterThan(0);
    expect(report.evaluation.paid).toBeLessThanOrEqual(plan.total.worst);
    expect(report.evaluation.calls).toBe(plan.total.calls);
  });

  it('counts clusters, not cases, as what is independent', async () => {
    const suiteFile = await smallProject({ suite: { cluster: 'size' } });
    const plan = await planSuite({ suiteFile, providers: [silentShop()] });
    expect(plan.units).toBe(2);
    expect(plan.decision.chanceOfQuality).toBe(0);
  });

  it('shows that slices with a margin are what an equal candidate fails', async () => {
    const tag = { tag: 'size', margin: 0.1 };
    const harm = await smallProject({
      suite: { gates: { quality: { margin: 0.1 }, slices: [{ tag: 'size' }] } },
    });
    const margin = await smallProject({ suite: { gates: { quality: { margin: 0.1 }, slices: [tag] } } });
    const watched = await planSuite({ suiteFile: harm, providers: [silentShop()] });
    const proved = await planSuite({ suiteFile: margin, providers: [silentShop()] });
    expect(proved.decision.chanceOfAll).toBeLessThan(watched.decision.chanceOfAll);
    expect(proved.gates.slices.map(({ name }) => name)).toEqual(['size=large', 'size=small']);
  });

  it('expects more of a wider table of discordances, never less', async () => {
    const plan = await planSuite({ suiteFile: await smallProject(), providers: [silentShop()] });
    const cases = plan.otherDiscordances.map(({ decision }) => decision.casesForMargin);
    expect(cases).toEqual([...cases].sort((a, b) => a - b));
  });
});

describe('a plan after a run', () => {
  it('takes discordance and output tokens from it, and counts the next verdict', async () => {
    const suiteFile = await smallProject();
    const { report } = await runSuite({ suiteFile, providers: [shopProvider()] });
    const plan = await planSuite({ suiteFile, providers: [silentShop()] });
    expect(plan.discordance).toMatchObject({ source: 'newest run', runId: report.run.id });
    const careless = plan.candidates.find(({ name }) => name === 'careless');
    expect(careless?.observedDiscordance).toBeGreaterThan(0.4);
    expect(careless?.round).toBe(2);
    expect(armOf(plan.arms, 'baseline').outputFrom).toBe('same arm');
    expect(armOf(plan.arms, 'baseline').outputTokens).toBeLessThan(3);
    expect(armOf(plan.arms, 'baseline').expected).toBeLessThan(armOf(plan.arms, 'baseline').worst);
  });
});

describe('tollgate plan', () => {
  const echo = {
    baseline: { model: 'echo:loud', prompt: { user: '{{sentence}}' } },
    candidates: [{ name: 'other', use: 'model-swap', with: { model: 'echo:quiet' } }],
    prices: [
      { model: 'echo:loud', input: 1, output: 1 },
      { model: 'echo:quiet', input: 0.5, output: 0.5 },
    ],
    budget: '$0.000001',
  };

  it('prints what can be decided and warns of a budget below the worst case', async () => {
    const { code, out } = await commandLine('plan', await smallProject({ suite: echo }));
    expect(code).toBe(0);
    expect(out).toContain('16 train, 16 tune and 128 test cases');
    expect(out).toContain('an assumption: no run has finished yet');
    expect(out).toContain(
      'the budget of $0.00000100 is counted in the invented prices, less than the worst case',
    );
    expect(out).toContain('Nothing was called, and nothing was written.');
  });

  it('shows costs as percentages of the baseline’s, and no invented dollars, for embedded models', async () => {
    const suiteFile = await smallProject({ suite: { ...echo, budget: undefined } });
    const { out } = await commandLine('plan', suiteFile);
    expect(out).toContain('their prices are invented');
    expect(out).toMatch(/^baseline +128 +[\d.]+ assumed +100\.0 % +[\d.,]+ %$/m);
    expect(out).toMatch(/^other +128 +[\d.]+ assumed +50\.0 % +[\d.,]+ %$/m);
    expect(out).toMatch(/^all +256 +150\.0 % +[\d.,]+ %$/m);
    expect(out).not.toContain('$');
  });

  it('prints the same as JSON', async () => {
    const { out } = await commandLine('plan', await smallProject({ suite: echo }), '--json');
    expect(JSON.parse(out)).toMatchObject({ version: 1, cases: { test: 128 }, total: { calls: 256 } });
  });
});
