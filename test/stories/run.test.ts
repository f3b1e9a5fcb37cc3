import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { openStore } from '../../src/store/open-store.ts';
import { runSuite } from '../../src/workbench.ts';
import { shopProvider } from './shop-provider.ts';
import { smallProject } from './small-project.ts';

describe('a run of a suite', () => {
  it('promotes what is cheaper and as good, and rejects what is cheaper and worse', async () => {
    const suiteFile = await smallProject();
    const { verdicts, report } = await runSuite({ suiteFile, providers: [shopProvider()] });
    expect(verdicts.map(({ candidate, kind }) => [candidate, kind])).toEqual([
      ['cheaper', 'promote'],
      ['careless', 'reject'],
      ['no-examples', 'promote'],
    ]);
    const [cheaper] = report.candidates;
    expect(cheaper.saving?.estimate).toBeCloseTo(0.9, 5);
    expect(cheaper.difference?.estimate).toBe(0);
    const details = (kind: string) => cheaper.gates.find((gate) => gate.kind === kind)?.details;
    expect(details('quality')).toMatchObject({
      cases: 128,
      candidateOnly: 0,
      baselineOnly: 0,
      mcnemarExact: 1,
    });
    expect(details('cost')?.['candidateDollars']).toBeCloseTo(cheaper.costPerThousand / 1000, 12);
    expect(report.next).toContain('tollgate promote');
  });

  it('suggests the stack when different levers pass, the best one when all are the same lever', async () => {
    const options = { providers: [shopProvider()] };
    const different = await runSuite({ suiteFile: await smallProject(), ...options });
    expect(different.report.next).toMatch(/tollgate promote .*colours\.yaml --stack$/);
    const suiteFile = await smallProject({
      suite: {
        candidates: [
          { name: 'fair', use: 'model-swap', with: { model: 'shop:fair' } },
          { name: 'cheap', use: 'model-swap', with: { model: 'shop:cheap' } },
        ],
        prices: [
          { model: 'shop:strong', input: 10, output: 30 },
          { model: 'shop:fair', input: 2, output: 6 },
          { model: 'shop:cheap', input: 1, output: 3 },
        ],
      },
    });
    const same = await runSuite({ suiteFile, ...options });
    expect(same.verdicts.map(({ kind }) => kind)).toEqual(['promote', 'promote']);
    expect(same.report.next).toMatch(/tollgate promote .*colours\.yaml cheap$/);
  });

  it('reports no saving, rather than none at all, where the baseline costs nothing', async () => {
    const free = ['shop:strong', 'shop:cheap', 'shop:careless'].map((model) => ({
      model,
      input: 0,
      output: 0,
    }));
    const suiteFile = await smallProject({ suite: { prices: free } });
    const { report, verdicts } = await runSuite({ suiteFile, providers: [shopProvider()] });
    expect(report.version).toBe(2);
    expect(report.candidates.map(({ saving, qualityPerDollar }) => [saving, qualityPerDollar])).toEqual([
      [null, null],
      [null, null],
      [null, null],
    ]);
    expect(verdicts.map(({ kind }) => kind)).not.toContain('promote');
  });

  it('makes no call a second time and comes to the same verdicts, byte for byte', async () => {
    const suiteFile = await smallProject();
    let calls = 0;
    const providers = [
      shopProvider({
        onCall: () => {
          calls += 1;
        },
      }),
    ];
    const first = await runSuite({ suiteFile, providers });
    const callsOfFirst = calls;
    const second = await runSuite({ suiteFile, providers });
    expect(callsOfFirst).toBeGreaterThan(0);
    expect(calls).toBe(callsOfFirst);
    expect(JSON.stringify(second.verdicts)).toBe(JSON.stringify(first.verdicts));
    expect(second.report.evaluation.paid).toBe(0);
    expect(second.report.evaluation.replayedCalls).toBe(second.report.evaluation.calls);
    expect(second.report.cannotTell.join(' ')).toContain('Latency: not measured');
  });

  it('makes every call again with replay switched off', async () => {
    const suiteFile = await smallProject({ cases: 60 });
    let calls = 0;
    const providers = [
      shopProvider({
        onCall: () => {
          calls += 1;
        },
      }),
    ];
    await runSuite({ suiteFile, providers });
    const callsOfFirst = calls;
    const { report } = await runSuite({ suiteFile, providers, replay: false });
    expect(calls).toBe(2 * callsOfFirst);
    expect(report.baseline.latency).not.toBeNull();
  });

  it('writes a report whose figures are dollars, fractions and milliseconds', async () => {
    const suiteFile = await smallProject({ suite: { traffic: { requestsPerMonth: 10_000 } } });
    const { files, report } = await runSuite({ suiteFile, providers: [shopProvider()] });
    const written: unknown = JSON.parse(await readFile(files.json, 'utf8'));
    expect(written).toMatchObject({
      suite: { name: 'colours' },
      run: { seed: expect.any(String), illustrative: false },
      baseline: { quality: { mean: 1 }, costPerThousand: expect.any(Number) },
    });
    const [cheaper] = report.candidates;
    expect(cheaper.monthlySaving).toBeCloseTo((0.9 * report.baseline.costPerThousand * 10_000) / 1000, 6);
    expect(cheaper.gates.map(({ name }) => name)).toContain('quality');
    expect(files.html).toBe(
      path.join(path.dirname(suiteFile), 'reports', 'colours', report.run.id, 'report.html'),
    );
  });

  it('is undecided with too few cases, and says how many are missing', async () => {
    const suiteFile = await smallProject({ cases: 30, suite: { gates: { quality: { margin: 0.03 } } } });
    const { report } = await runSuite({ suiteFile, only: ['cheaper'], providers: [shopProvider()] });
    const [cheaper] = report.candidates;
    expect(cheaper.verdict).toBe('undecided');
    const quality = cheaper.gates.find(({ kind }) => kind === 'quality');
    expect(quality?.missing?.cases).toBeGreaterThan(0);
    expect(quality?.missing?.price).toBeGreaterThan(0);
  });

  it('records what was paid in whole nano-dollars that add up to the report', async () => {
    const suiteFile = await smallProject({ cases: 40 });
    const { report } = await runSuite({ suiteFile, providers: [shopProvider()] });
    const store = await openStore({
      file: path.join(path.dirname(suiteFile), 'results.duckdb'),
      content: 'full',
      readOnly: true,
    });
    const trials = await store.finishedTrials(report.run.id);
    await store.close();
    const paid = trials.flatMap(({ charges }) => charges).reduce((sum, charge) => sum + charge.paid, 0);
    expect(Number.isInteger(paid)).toBe(true);
    expect(paid / 1e9).toBeCloseTo(report.evaluation.paid, 12);
  });

  it('stops before the first call when a model has no price', async () => {
    const suiteFile = await smallProject({
      suite: { prices: [{ model: 'shop:strong', input: 1, output: 1 }] },
    });
    let calls = 0;
    const providers = [
      shopProvider({
        onCall: () => {
          calls += 1;
        },
      }),
    ];
    await expect(runSuite({ suiteFile, providers })).rejects.toThrow(/shop:cheap/);
    expect(calls).toBe(0);
  });
});
