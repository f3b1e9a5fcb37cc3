import { describe, expect, it } from 'vitest';
import { runSuite } from '../../src/workbench.ts';
import { shopProvider } from './shop-provider.ts';
import { smallProject } from './small-project.ts';

describe('what early stopping saved', () => {
  it('is exactly the calls that a full run would have made on top', async () => {
    const suiteFile = await smallProject({ cases: 400 });
    let calls = 0;
    const providers = [
      shopProvider({
        onCall: () => {
          calls += 1;
        },
      }),
    ];
    const request = { suiteFile, providers, only: ['careless', 'cheaper'] };
    const { report } = await runSuite({ ...request, earlyStop: true });
    const made = calls;
    calls = 0;
    const full = await runSuite({ ...request, replay: false });
    expect(report.earlyStop?.savedCalls).toBe(calls - made);
    expect(report.earlyStop?.savedCost).toBeCloseTo(
      full.report.evaluation.withoutRecordings - report.evaluation.withoutRecordings,
      3,
    );
    expect(full.report.earlyStop).toBeNull();
  });

  it('names the look at which each candidate ended', async () => {
    const { report } = await runSuite({
      suiteFile: await smallProject({ cases: 400 }),
      providers: [shopProvider()],
      only: ['careless', 'cheaper'],
      earlyStop: true,
    });
    const [cheaper, careless] = report.earlyStop?.candidates ?? [];
    expect(careless).toMatchObject({
      name: 'careless',
      look: 1,
      cases: 80,
      casesRun: 80,
      reason: 'futility',
    });
    expect(cheaper.reason).not.toBe('futility');
    expect(cheaper.cases).toBeGreaterThan(80);
  });
});
