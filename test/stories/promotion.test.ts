import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import {
  formatLockFile,
  lockFileOf,
  pack,
  parseLockFile,
  unpackEvidence,
} from '../../src/experiment/lock-file.ts';
import { promote } from '../../src/experiment/promote.ts';
import { rollback } from '../../src/experiment/promotion-ledger.ts';
import { verifyLockFile } from '../../src/experiment/verify.ts';
import { runSuite } from '../../src/workbench.ts';
import { shopProvider } from './shop-provider.ts';
import { smallProject } from './small-project.ts';

const providers = [shopProvider()];
const ask = { candidate: undefined, forceReason: undefined };

describe('a promotion', () => {
  it('writes a lock file from which the verdict follows, and which the next run starts from', async () => {
    const suiteFile = await smallProject();
    const first = await runSuite({ suiteFile, providers });
    expect(first.report.cannotTell.join(' ')).not.toContain('chain of promotions');
    const { candidate } = await promote({ ...ask, suiteFile });
    expect(candidate).toBe('cheaper');
    expect(await verifyLockFile(lockFileOf(suiteFile))).toMatchObject({ holds: true, recomputed: 'promote' });

    const { report } = await runSuite({ suiteFile, providers });
    expect(report.cannotTell.join(' ')).toContain(
      'the baseline stands on one promotion, and verdicts against a new baseline are new questions that begin with round 1',
    );
    expect(report.cannotTell.join(' ')).toContain('5 % at most, 2 steps together with 10 %');
    expect(report.baseline.stack).toEqual(['model shop:cheap']);
    expect(report.original?.stack).toEqual([]);
    const again = report.candidates.find(({ name }) => name === 'cheaper');
    expect(again?.verdict).toBe('reject');
    expect(again?.gates.find(({ kind }) => kind === 'identity')?.status).toBe('failed');
    const gates = report.candidates.flatMap((other) => other.gates.map(({ name }) => name));
    expect(gates).toContain('quality against the frozen original');
  });

  it('is refused for a candidate that did not pass, unless a reason is given, and then does not verify', async () => {
    const suiteFile = await smallProject();
    await runSuite({ suiteFile, providers });
    await expect(promote({ ...ask, suiteFile, candidate: 'careless' })).rejects.toThrow(/did not pass/);
    expect(existsSync(lockFileOf(suiteFile))).toBe(false);
    await promote({
      ...ask,
      suiteFile,
      candidate: 'careless',
      forceReason: 'the vendor retires the old model',
    });
    const verification = await verifyLockFile(lockFileOf(suiteFile));
    expect(verification.holds).toBe(false);
    expect(verification.objections.join(' ')).toContain('the vendor retires the old model');
  });

  it('is refused when the suite, the dataset or a price has changed since the verdict', async () => {
    const suiteFile = await smallProject();
    await runSuite({ suiteFile, providers });
    const text = await readFile(suiteFile, 'utf8');
    await writeFile(suiteFile, text.replace('margin: 0.1', 'margin: 0.2'));
    await expect(promote({ ...ask, suiteFile })).rejects.toThrow(/these changed: suite/);
    await writeFile(suiteFile, text);
    const cases = suiteFile.replace('colours.yaml', 'cases.jsonl');
    await writeFile(cases, (await readFile(cases, 'utf8')).replace('van number 7 ', 'van number 700 '));
    await expect(promote({ ...ask, suiteFile })).rejects.toThrow(/these changed: dataset/);
  });

  it('is refused when the evidence was made against another baseline', async () => {
    const suiteFile = await smallProject();
    await runSuite({ suiteFile, providers });
    await promote({ ...ask, suiteFile, candidate: 'cheaper' });
    await expect(promote({ ...ask, suiteFile, candidate: 'no-examples' })).rejects.toThrow(
      /baseline is not the one/,
    );
  });

  it('does not verify after its verdict, its stack or its evidence was edited', async () => {
    const suiteFile = await smallProject();
    await runSuite({ suiteFile, providers });
    await promote({ ...ask, suiteFile, candidate: 'no-examples' });
    const file = lockFileOf(suiteFile);
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.replace('method: remove-all', 'method: keep\n      count: 1'));
    expect((await verifyLockFile(file)).holds).toBe(false);
    await writeFile(file, text.replace(/Promoted: all/, 'Promoted: nearly all'));
    expect((await verifyLockFile(file)).holds).toBe(false);
    await writeFile(file, text.replace('candidate: no-examples', 'candidate: careless'));
    expect((await verifyLockFile(file)).holds).toBe(false);

    const lock = parseLockFile(text, file);
    const evidence = unpackEvidence(lock);
    const candidates = evidence.candidates.map((candidate) => ({ ...candidate, round: 0 }));
    await writeFile(file, formatLockFile({ ...lock, evidence: pack({ ...evidence, candidates }) }));
    expect(await verifyLockFile(file)).toMatchObject({
      holds: false,
      objections: ['The evidence says round 0, which spends an error that no run may spend.'],
    });
  });

  it('is rolled back step by step to the original', async () => {
    const suiteFile = await smallProject();
    await runSuite({ suiteFile, providers });
    await promote({ ...ask, suiteFile, candidate: 'cheaper' });
    const first = await readFile(lockFileOf(suiteFile), 'utf8');
    await runSuite({ suiteFile, providers });
    await promote({ ...ask, suiteFile, candidate: 'no-examples', forceReason: 'to see the ledger' });
    expect((await rollback({ suiteFile, reason: 'complaints' })).stack).toEqual(['model-swap']);
    expect(await readFile(lockFileOf(suiteFile), 'utf8')).toBe(first);
    expect((await rollback({ suiteFile, reason: 'more complaints' })).stack).toEqual([]);
    expect(existsSync(lockFileOf(suiteFile))).toBe(false);
    await expect(rollback({ suiteFile, reason: 'once more' })).rejects.toThrow(/nothing is promoted/);
  });
});
