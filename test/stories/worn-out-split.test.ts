import { readFile, writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { promote } from '../../src/experiment/promote.ts';
import { rollback } from '../../src/experiment/promotion-ledger.ts';
import { openStore } from '../../src/store/open-store.ts';
import { loadSuite } from '../../src/suite/load-suite.ts';
import { runSuite } from '../../src/workbench.ts';
import { shopProvider } from './shop-provider.ts';
import { smallProject } from './small-project.ts';

async function usesOf(suiteFile: string) {
  const suite = await loadSuite(suiteFile);
  const store = await openStore({ ...suite.store, readOnly: true });
  try {
    return await store.testUses.list({ suiteName: suite.name });
  } finally {
    await store.close();
  }
}

/** Candidates with names of their own that ask different questions: other models at the same price. */
function manyCandidates(count: number) {
  return {
    candidates: Array.from({ length: count }, (_, index) => ({
      name: `limit-${index}`,
      use: 'output-limit',
      with: { maxOutputTokens: 10 + index },
    })),
  };
}

describe('the ledger of test uses', () => {
  it('counts a verdict once, however often it is replayed', async () => {
    const suiteFile = await smallProject();
    const request = { suiteFile, providers: [shopProvider()], only: ['cheaper', 'careless'] };
    await runSuite(request);
    const { report } = await runSuite(request);
    const uses = await usesOf(suiteFile);
    expect(uses).toHaveLength(4);
    expect(new Set(uses.map(({ round }) => round))).toEqual(new Set([1]));
    expect(new Set(uses.map(({ observationsDigest }) => observationsDigest)).size).toBe(2);
    expect(report.warnings).toEqual([]);
  });

  it('begins anew with a new baseline, and goes on where it was after a rollback', async () => {
    const suiteFile = await smallProject();
    const rounds = async () => (await usesOf(suiteFile)).slice(-3).map(({ round }) => round);
    await runSuite({ suiteFile, providers: [shopProvider()] });
    await promote({ suiteFile, candidate: 'cheaper', forceReason: undefined });
    await runSuite({ suiteFile, providers: [shopProvider()] });
    expect(await rounds()).toEqual([1, 1, 1]);
    await rollback({ suiteFile, reason: 'complaints' });
    const cases = suiteFile.replace('colours.yaml', 'cases.jsonl');
    const text = await readFile(cases, 'utf8');
    await writeFile(
      cases,
      text.replaceAll('waits at the gate', 'waits at the gate of the garden behind the house'),
    );
    await runSuite({ suiteFile, providers: [shopProvider()] });
    expect(await rounds()).toEqual([2, 2, 2]);
  });

  it('makes the report warn when more than twenty different verdicts have used the split', async () => {
    const few = await smallProject({ suite: manyCandidates(20) });
    const fresh = await runSuite({ suiteFile: few, providers: [shopProvider()] });
    expect(fresh.report.warnings).toEqual([]);
    const many = await smallProject({ suite: manyCandidates(21) });
    const worn = await runSuite({ suiteFile: many, providers: [shopProvider()] });
    expect(worn.report.warnings).toEqual([
      expect.stringContaining('The test split has been used for 21 different verdicts. It is wearing out'),
    ]);
  });
});
