import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { textOf, textSegment } from '../../src/core/message.ts';
import { lockFileOf, readLockFile, unpackEvidence } from '../../src/experiment/lock-file.ts';
import { promote } from '../../src/experiment/promote.ts';
import { verifyLockFile } from '../../src/experiment/verify.ts';
import type { Provider } from '../../src/providers/provider.ts';
import { openStore } from '../../src/store/open-store.ts';
import { readNumbered, writeNumbered } from '../../src/text/numbered.ts';
import { runSuite } from '../../src/workbench.ts';
import { type ShopProviderOptions, shopProvider } from './shop-provider.ts';
import { smallProject } from './small-project.ts';

/** The shop with a model that answers numbered sentences one by one. */
function packingShop(options: ShopProviderOptions = {}): Provider {
  const shop = shopProvider(options);
  return {
    ...shop,
    call: async (request, signal) => {
      const whole = await shop.call(request, signal);
      if (request.kind !== 'chat' || whole.kind !== 'chat') return whole;
      const last = request.messages[request.messages.length - 1];
      const items = readNumbered(textOf(last), 100);
      if (items.length === 0) return whole;
      const quiet = shopProvider();
      const answers: string[] = [];
      for (const { text } of items) {
        const messages = [{ ...last, segments: [textSegment('user', 'user', text)] }];
        const answer = await quiet.call({ ...request, messages }, signal);
        answers.push(answer.kind === 'chat' ? answer.text : '');
      }
      return { ...whole, text: writeNumbered(answers) };
    },
  };
}

function packed(size: number, suite: { readonly [key: string]: unknown } = {}) {
  return { candidates: [{ name: 'packed', use: 'request-packing', with: { size } }], ...suite };
}

async function trialsOf(suiteFile: string, runId: string) {
  const file = path.join(path.dirname(suiteFile), 'results.duckdb');
  const store = await openStore({ file, content: 'full', readOnly: true });
  const trials = await store.finishedTrials(runId);
  await store.close();
  return trials
    .map(({ armId, caseId, repeat, outcome, decisions, charges, quality }) => ({
      key: `${armId} ${caseId} ${repeat}`,
      outcome,
      pass: quality.pass,
      decisions,
      charges: charges.map(({ usage, asBilled, paid, sharedBy }) => ({ usage, asBilled, paid, sharedBy })),
    }))
    .sort((a, b) => (a.key < b.key ? -1 : 1));
}

describe('packing requests', () => {
  it('keeps every answer and saves the prompt; a second run calls nobody and says the same', async () => {
    const suiteFile = await smallProject({ cases: 400, suite: packed(4) });
    let calls = 0;
    const onCall = () => {
      calls += 1;
    };
    const first = await runSuite({ suiteFile, providers: [packingShop({ onCall })] });
    // 320 test cases: one call each for the baseline, one for every four for the candidate.
    expect(calls).toBe(320 + 80);
    expect(first.report.evaluation.calls).toBe(calls);
    const [candidate] = first.report.candidates;
    expect(candidate.quality.mean).toBe(1);
    expect(candidate.saving?.estimate).toBeGreaterThan(0.2);
    expect(candidate.steps[0].calls).toBe(80);
    expect(candidate.figures).toContainEqual({ label: 'requests per shared call', value: '4.0' });

    const again = await runSuite({ suiteFile, providers: [packingShop({ onCall })] });
    expect(calls).toBe(400);
    expect(again.verdicts).toEqual(first.verdicts);
    expect(again.report.evaluation.replayedCalls).toBe(400);
  });

  it('judges packs as clusters, also when the lock file is verified', async () => {
    const suiteFile = await smallProject({ cases: 800, suite: packed(4) });
    const { verdicts } = await runSuite({ suiteFile, providers: [packingShop()] });
    expect(verdicts[0].kind).toBe('promote');
    await promote({ suiteFile, candidate: 'packed', forceReason: undefined });
    const lock = await readLockFile(lockFileOf(suiteFile));
    const packs = lock && unpackEvidence(lock).candidates[0].observations.sharedCalls;
    expect(new Set(packs?.flat()).size).toBe(160);
    expect(await verifyLockFile(lockFileOf(suiteFile))).toMatchObject({ holds: true, recomputed: 'promote' });
  });

  it('leaves a verdict undecided when there are too few packs', async () => {
    const suiteFile = await smallProject({ cases: 400, suite: packed(100) });
    const { verdicts } = await runSuite({ suiteFile, providers: [packingShop()] });
    expect(verdicts[0]).toMatchObject({ kind: 'undecided' });
    expect(verdicts[0].sentence).toContain('4 clusters');
  });

  it('with packs of one equals the baseline in every figure', async () => {
    const suiteFile = await smallProject({ suite: packed(1) });
    const { report } = await runSuite({ suiteFile, providers: [packingShop()] });
    const { baseline, candidates } = report;
    const figures = [
      'quality',
      'costPerThousand',
      'steps',
      'outputTokens',
      'inputTokens',
      'failureRate',
    ] as const;
    for (const figure of figures) expect(candidates[0][figure]).toEqual(baseline[figure]);
    expect(report.evaluation.calls).toBe(128 * 2);
  });

  it('is refused on a stream and with early stopping, before any call', async () => {
    const suiteFile = await smallProject({ suite: packed(4, { earlyStop: true }) });
    const onCall = () => {
      throw new Error('somebody was called');
    };
    await expect(runSuite({ suiteFile, providers: [packingShop({ onCall })] })).rejects.toThrow(
      /"packed": request-packing sends several requests as one, so its cases depend on each other/,
    );
  });
});

describe('a run with packed requests that is killed', () => {
  it('resumes to the rows, the money and the verdict of an uninterrupted one', async () => {
    // The shop of the child process knows no numbered items, so every item is asked again alone.
    const suite = packed(5, { concurrency: 1 });
    const suiteFile = await smallProject({ cases: 200, suite });
    const log = path.join(path.dirname(suiteFile), 'calls.log');
    const slowRun = path.join(import.meta.dirname, 'slow-run.ts');
    const child = spawn(process.execPath, ['--import', 'tsx', slowRun, suiteFile, log], { stdio: 'ignore' });
    const exited = once(child, 'exit');
    const logged = () => (existsSync(log) ? readFileSync(log, 'utf8').split('\n').length - 1 : 0);
    // 160 calls of the baseline, then 32 packs; what is asked again alone is what the baseline has asked.
    while (logged() < 170 && child.exitCode === null) await wait(20);
    child.kill('SIGKILL');
    await exited;

    const resumed = await runSuite({ suiteFile, providers: [shopProvider()], resume: true });
    const other = await smallProject({ cases: 200, suite });
    const uninterrupted = await runSuite({ suiteFile: other, providers: [shopProvider()] });
    expect(await trialsOf(suiteFile, resumed.report.run.id)).toEqual(
      await trialsOf(other, uninterrupted.report.run.id),
    );
    expect(resumed.verdicts).toEqual(uninterrupted.verdicts);
    expect(resumed.report.evaluation.paid).toBeCloseTo(uninterrupted.report.evaluation.paid, 12);
    expect(resumed.report.evaluation.calls).toBe(uninterrupted.report.evaluation.calls);
  });
});
