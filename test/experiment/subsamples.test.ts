import { describe, expect, it } from 'vitest';
import { evidenceAt, judgeSubsamples } from '../../src/experiment/calibration/subsamples.ts';
import { isEvidence } from '../../src/experiment/lock-file.ts';
import { openStore } from '../../src/store/open-store.ts';
import { loadSuite } from '../../src/suite/load-suite.ts';
import { runSuite } from '../../src/workbench.ts';
import { shopProvider } from '../stories/shop-provider.ts';
import { smallProject } from '../stories/small-project.ts';

async function evidenceOfRun() {
  const suiteFile = await smallProject();
  const { report } = await runSuite({ suiteFile, providers: [shopProvider()] });
  const { store: at } = await loadSuite(suiteFile);
  const store = await openStore({ ...at, readOnly: true });
  const evidence = await store.findEvidence(report.run.id);
  await store.close();
  if (!isEvidence(evidence)) throw new Error('the run left no evidence');
  return evidence;
}

describe('verdicts on subsamples of a run', () => {
  it('promote what all cases find acceptable and never what they do not', async () => {
    const rows = judgeSubsamples(await evidenceOfRun(), { draws: 20, cases: 80, seed: 'subsamples' });
    expect(rows.map(({ candidate, acceptable }) => [candidate, acceptable])).toEqual([
      ['cheaper', true],
      ['careless', false],
      ['no-examples', true],
    ]);
    expect(rows[0].promoted).toBe(1);
    expect(rows[1].promoted).toBe(0);
    for (const row of rows) expect(row.promoted + row.rejected + row.undecided).toBeCloseTo(1, 12);
  });

  it('are drawn from the seed, and hold the cases that were drawn', async () => {
    const evidence = await evidenceOfRun();
    const part = evidenceAt(evidence, [3, 1]);
    expect(part.cases.map(({ id }) => id)).toEqual([evidence.cases[3].id, evidence.cases[1].id]);
    expect(part.candidates[0].observations.cost).toEqual([
      evidence.candidates[0].observations.cost[3],
      evidence.candidates[0].observations.cost[1],
    ]);
    const options = { draws: 5, cases: 60, seed: 'again' };
    expect(judgeSubsamples(evidence, options)).toEqual(judgeSubsamples(evidence, options));
  });
});
