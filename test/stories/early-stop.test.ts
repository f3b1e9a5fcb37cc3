import { describe, expect, it } from 'vitest';
import { runSuite } from '../../src/workbench.ts';
import { shopProvider } from './shop-provider.ts';
import { smallProject } from './small-project.ts';

describe('early stopping', () => {
  it('gives up a bad candidate at the first look, and a replay comes to the same verdicts without a call', async () => {
    const suiteFile = await smallProject({ cases: 400 });
    const calls = new Map<string, number>();
    const providers = [
      shopProvider({ onCall: ({ model }) => calls.set(model, (calls.get(model) ?? 0) + 1) }),
    ];
    const first = await runSuite({ suiteFile, providers, earlyStop: true, only: ['careless', 'cheaper'] });
    expect(first.verdicts.map(({ kind }) => kind)).toEqual(['promote', 'reject']);
    expect(calls.get('shop:careless')).toBeLessThan(120);
    const before = new Map(calls);
    const second = await runSuite({ suiteFile, providers, earlyStop: true, only: ['careless', 'cheaper'] });
    expect(calls).toEqual(before);
    expect(JSON.stringify(second.verdicts)).toBe(JSON.stringify(first.verdicts));
  });

  it('is refused with repeats, a mix or clusters', async () => {
    const suiteFile = await smallProject({
      suite: { repeats: 2, cluster: 'size', mix: { tag: 'size', shares: { large: 0.5, small: 0.5 } } },
    });
    await expect(runSuite({ suiteFile, providers: [shopProvider()], earlyStop: true })).rejects.toThrow(
      /with clusters[\s\S]*with a mix[\s\S]*with repeats/,
    );
  });
});
