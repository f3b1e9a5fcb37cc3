import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { openStore } from '../../src/store/open-store.ts';
import { runSuite } from '../../src/workbench.ts';
import { shopProvider } from './shop-provider.ts';
import { smallProject } from './small-project.ts';

const slowRun = path.join(import.meta.dirname, 'slow-run.ts');

/** What was recorded of a run, without ids and times. */
async function rowsOf(suiteFile: string, runId: string) {
  const file = path.join(path.dirname(suiteFile), 'results.duckdb');
  const store = await openStore({ file, content: 'full', readOnly: true });
  const trials = await store.finishedTrials(runId);
  await store.close();
  return trials
    .map(({ armId, caseId, repeat, outcome, charges, quality }) => ({
      key: `${armId} ${caseId} ${repeat}`,
      outcome,
      pass: quality.pass,
      score: quality.score,
      charges: charges.map(({ purpose, step, model, usage, asBilled, paid }) => ({
        purpose,
        step,
        model,
        usage,
        asBilled,
        paid,
      })),
    }))
    .sort((a, b) => (a.key < b.key ? -1 : 1));
}

function callsIn(log: string): readonly { readonly at: number; readonly request: string }[] {
  if (!existsSync(log)) return [];
  return readFileSync(log, 'utf8')
    .split('\n')
    .filter((line) => line.endsWith('}'))
    .map((line) => JSON.parse(line));
}

describe('a run that is killed', () => {
  it('resumes to the same rows as an uninterrupted run and pays twice for nothing older than 250 ms', async () => {
    const suite = { concurrency: 4 };
    const suiteFile = await smallProject({ cases: 120, suite });
    const log = path.join(path.dirname(suiteFile), 'calls.log');
    const child = spawn(process.execPath, ['--import', 'tsx', slowRun, suiteFile, log], { stdio: 'ignore' });
    const exited = once(child, 'exit');
    while (callsIn(log).length < 150 && child.exitCode === null) await wait(20);
    child.kill('SIGKILL');
    const killedAt = Date.now();
    await exited;
    const before = callsIn(log);
    expect(before.length).toBeGreaterThanOrEqual(150);

    const again: string[] = [];
    const providers = [
      shopProvider({ onCall: (request) => again.push(JSON.stringify(request.messages) + request.model) }),
    ];
    const resumed = await runSuite({ suiteFile, providers, resume: true });
    const paidTwice = before.filter(({ request }) => again.includes(request));
    // A call is committed within 250 ms of its end, and each took 20 ms; the rest is the machine's own delay.
    expect(paidTwice.filter(({ at }) => killedAt - at > 2_000)).toEqual([]);

    const other = await smallProject({ cases: 120, suite });
    const uninterrupted = await runSuite({ suiteFile: other, providers: [shopProvider()] });
    expect(await rowsOf(suiteFile, resumed.report.run.id)).toEqual(
      await rowsOf(other, uninterrupted.report.run.id),
    );
    expect(resumed.verdicts).toEqual(uninterrupted.verdicts);
    expect(resumed.report.evaluation.paid).toBeCloseTo(uninterrupted.report.evaluation.paid, 12);
  });

  it('says so when there is nothing to resume', async () => {
    const suiteFile = await smallProject({ cases: 20 });
    await expect(runSuite({ suiteFile, providers: [shopProvider()], resume: true })).rejects.toThrow(
      /no unfinished run of colours/,
    );
  });
});

describe('a run that reaches its budget', () => {
  it('never spends more, keeps what it paid for, and goes on with a larger budget', async () => {
    const suiteFile = await smallProject({ cases: 80 });
    let calls = 0;
    const onCall = () => {
      calls += 1;
    };
    const providers = [shopProvider({ onCall })];
    await expect(runSuite({ suiteFile, providers, budgetDollars: 0.02 })).rejects.toThrow(
      /budget of \$0\.02/,
    );
    const callsOfFirst = calls;
    expect(callsOfFirst).toBeGreaterThan(0);
    const { report } = await runSuite({ suiteFile, providers, budgetDollars: 1 });
    const total = report.evaluation.calls;
    expect(calls).toBeLessThanOrEqual(total);
    expect(report.evaluation.replayedCalls).toBeGreaterThanOrEqual(callsOfFirst);
  });
});
