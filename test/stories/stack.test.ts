import { describe, expect, it } from 'vitest';
import { verifyLockFile } from '../../src/experiment/verify.ts';
import { promoteStack, runSuite } from '../../src/workbench.ts';
import { shopProvider } from './shop-provider.ts';
import { smallProject } from './small-project.ts';

const providers = [shopProvider()];

describe('a stack of what passed', () => {
  it('is composed on tune, meets the test split once, and is promoted with evidence that verifies', async () => {
    const suiteFile = await smallProject();
    const { composed, report, verdicts, lockFile } = await promoteStack({ suiteFile, providers });
    expect(composed.composition.steps.map(({ candidate, decision }) => [candidate, decision])).toEqual([
      ['cheaper', 'added'],
      ['no-examples', 'added'],
    ]);
    expect(verdicts.at(-1)).toMatchObject({ candidate: 'stack', kind: 'promote' });
    const savings = report.candidates.map(({ saving }) => saving?.estimate ?? Number.NaN);
    expect(savings.at(-1)).toBeGreaterThan(Math.max(...savings.slice(0, -1)));
    expect(composed.product).toBeGreaterThan(0.9);
    expect((await verifyLockFile(lockFile ?? '')).holds).toBe(true);

    const next = await runSuite({ suiteFile, providers });
    expect(next.report.baseline.stack).toHaveLength(2);
    expect(next.verdicts.some(({ kind }) => kind === 'promote')).toBe(false);
  });

  it('leaves out what saves nothing on top of the others', async () => {
    const suiteFile = await smallProject({
      suite: {
        candidates: [
          { name: 'cheaper', use: 'model-swap', with: { model: 'shop:cheap' } },
          { name: 'also-cheap', use: 'model-swap', with: { model: 'shop:fair' } },
        ],
        prices: [
          { model: 'shop:strong', input: 10, output: 30 },
          { model: 'shop:cheap', input: 1, output: 3 },
          { model: 'shop:fair', input: 2, output: 6 },
        ],
      },
    });
    const { composed } = await promoteStack({ suiteFile, providers });
    expect(composed.composition.steps.map(({ decision }) => decision)).toEqual(['added', 'left-out']);
    expect(composed.stack).toHaveLength(1);
  });

  it('is refused when no candidate passes alone', async () => {
    const suiteFile = await smallProject({
      suite: { candidates: [{ name: 'careless', use: 'model-swap', with: { model: 'shop:careless' } }] },
    });
    await expect(promoteStack({ suiteFile, providers })).rejects.toThrow(/nothing to stack/);
  });
});
