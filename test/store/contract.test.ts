import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nanoDollars, pricePerMillion } from '../../src/core/money.ts';
import { shareCharge } from '../../src/core/share.ts';
import type { Verdict } from '../../src/core/verdict.ts';
import type { PriceRecord } from '../../src/store/records.ts';
import { newRunId } from '../../src/store/run-id.ts';
import type { Store } from '../../src/store/store.ts';
import { openForTest, temporaryFolder } from './fixtures/folder.ts';
import {
  charge,
  chatRequest,
  chatResponse,
  digests,
  promotion,
  recording,
  runRecord,
  scoredTrial,
} from './fixtures/records.ts';

const places: readonly (readonly [string, () => Promise<string>])[] = [
  ['in memory', async () => ':memory:'],
  ['in a file', async () => join(await temporaryFolder(), 'new', 'folders', 'store.duckdb')],
];

describe.each(places)('a store %s', (_place, fileOf) => {
  const open = async (): Promise<Store> => openForTest(await fileOf());

  it('gives a run back as it was started, and as it was finished', async () => {
    const store = await open();
    const run = runRecord('run-1', { gitCommit: 'c0ffee' });
    await store.startRun(run);
    expect(await store.findRun('run-1')).toEqual(run);
    const finishedAt = new Date('2026-11-21T00:50:00.000Z');
    await store.finishRun('run-1', { status: 'finished', finishedAt });
    expect(await store.findRun('run-1')).toEqual({ ...run, status: 'finished', finishedAt });
    expect(await store.findRun('run-2')).toBeUndefined();
  });

  it('refuses a run id that is taken, and an end for a run that it does not know', async () => {
    const store = await open();
    await store.startRun(runRecord('run-1'));
    await expect(store.startRun(runRecord('run-1'))).rejects.toThrow('already has a run run-1');
    await expect(store.finishRun('run-9', { status: 'failed', finishedAt: new Date(0) })).rejects.toThrow(
      'has no run run-9',
    );
    expect(await store.listRuns({ limit: 5 })).toHaveLength(1);
  });

  it('lists runs newest first, of one suite or of all', async () => {
    const store = await open();
    for (const [id, suiteName, hour] of [
      ['a', 'triage', 1],
      ['b', 'answers', 2],
      ['c', 'triage', 3],
    ] as const) {
      await store.startRun(runRecord(id, { suiteName, startedAt: new Date(Date.UTC(2026, 0, 1, hour)) }));
    }
    expect((await store.listRuns({ limit: 2 })).map((run) => run.id)).toEqual(['c', 'b']);
    expect((await store.listRuns({ suite: 'triage', limit: 9 })).map((run) => run.id)).toEqual(['c', 'a']);
  });

  it('finds the newest unfinished run with the same digests', async () => {
    const store = await open();
    const at = (hour: number): Date => new Date(Date.UTC(2026, 0, 1, hour));
    await store.startRun(runRecord('old', { startedAt: at(1), status: 'interrupted' }));
    await store.startRun(runRecord('new', { startedAt: at(2) }));
    await store.startRun(runRecord('done', { startedAt: at(3), status: 'finished' }));
    await store.startRun(runRecord('other', { startedAt: at(4), digests: { ...digests, code: 'code-2' } }));
    expect((await store.latestUnfinishedRun('triage', digests))?.id).toBe('new');
    expect(await store.latestUnfinishedRun('answers', digests)).toBeUndefined();
  });

  it('gives finished trials back with their charges, decisions, scores and exchanges', async () => {
    const store = await open();
    const answered = scoredTrial('case-1');
    const failed = scoredTrial('case-2', {
      outcome: { kind: 'failed', errorName: 'ModelCallError', message: 'no answer in time' },
      decisions: [{ name: 'cache', choice: 'miss' }],
      exchanges: [
        { purpose: 'answer', step: 'main', request: chatRequest('Hello?'), failure: 'no answer in time' },
      ],
    });
    const { milliseconds: _, ...replayed } = scoredTrial('case-3');
    for (const trial of [answered, failed, replayed]) {
      await store.recordTrial('run-1', trial, { splits: 'test' });
    }
    await store.recordTrial('run-2', scoredTrial('case-9'), { splits: 'tune' });
    expect(await store.finishedTrials('run-1')).toEqual(
      [answered, failed, replayed].map((trial) => ({ ...trial, split: 'test' })),
    );
    expect(
      (await store.finishedTrials('run-1', { caseIds: ['case-2', 'case-9'] })).map((trial) => trial.caseId),
    ).toEqual(['case-2']);
    expect(await store.finishedTrials('run-1', { armIds: [] })).toEqual([]);
  });

  it('gives back trials that were recorded together, with calls that they share', async () => {
    const store = await open();
    const shares = [0, 1].map((position) => shareCharge(charge(nanoDollars(7)), 2, position));
    const trials = shares.map((share, index) => scoredTrial(`case-${index}`, { charges: [share] }));
    await store.recordTogether(
      'run-1',
      trials.map((trial) => ({ trial, splits: 'test' })),
    );
    expect(await store.finishedTrials('run-1')).toEqual(trials.map((trial) => ({ ...trial, split: 'test' })));
  });

  it('counts a trial that was recorded twice once, as last recorded', async () => {
    const store = await open();
    await store.recordTrial('run-1', scoredTrial('case-1'), { splits: 'test' });
    const again = scoredTrial('case-1', { milliseconds: 99 });
    await store.recordTrial('run-1', again, { splits: 'test' });
    expect(await store.finishedTrials('run-1')).toEqual([{ ...again, split: 'test' }]);
  });

  it('reads the money that was written, for every safe integer', async () => {
    const store = await open();
    let runs = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(fc.maxSafeInteger(), { minLength: 1, maxLength: 20 }), async (amounts) => {
        runs += 1;
        const run = `run-${runs}`;
        const sum = scoredTrial('case-1', {
          charges: [charge(nanoDollars(amounts[0] ?? 0))],
          quality: {
            ...scoredTrial('case-1').quality,
            judgeCharges: amounts.map((amount) =>
              charge(nanoDollars(amount), { paid: nanoDollars(0 - amount) }),
            ),
          },
        });
        await store.recordTrial(run, sum, { splits: 'test' });
        const [read] = await store.finishedTrials(run);
        expect(read?.charges).toEqual(sum.charges);
        expect(read?.quality.judgeCharges).toEqual(sum.quality.judgeCharges);
      }),
      { numRuns: 30 },
    );
  });

  it('finds the newest recording of a key, whether it is committed or not', async () => {
    const store = await open();
    const old = recording('key-1', 'old');
    const failure = recording('key-2', '', {
      result: { kind: 'failed', failure: { kind: 'rejected', message: 'too long', status: 400 } },
    });
    await store.saveRecording(old);
    await store.saveRecording(failure);
    expect(await store.recordings.find('key-1')).toEqual({ ...old, replayable: true });
    await store.flush();
    const newer = recording('key-1', 'new', { recordedAt: new Date('2026-11-21T00:00:01.000Z') });
    await store.saveRecording(newer);
    expect(await store.recordings.find('key-1')).toEqual({ ...newer, replayable: true });
    await store.flush();
    const found = await store.findRecordings(['key-1', 'key-2', 'key-3']);
    expect(found).toEqual(
      new Map([
        ['key-1', { ...newer, replayable: true }],
        ['key-2', { ...failure, replayable: true }],
      ]),
    );
  });

  it('answers thousands of lookups at once, each with its own recording', async () => {
    const store = await open();
    const keys = Array.from({ length: 3_000 }, (_, index) => `key-${index}`);
    for (const key of keys.slice(1)) await store.saveRecording(recording(key, `text of ${key}`));
    const found = await Promise.all(keys.map((key) => store.recordings.find(key)));
    expect(found[0]).toBeUndefined();
    expect(found.slice(1).map((one) => one?.key)).toEqual(keys.slice(1));
  });

  it('gives the vectors of a recorded embedding back exactly', async () => {
    const store = await open();
    for (const [key, vectors] of [
      ['single', [[0.5, -0.25, Math.fround(0.1), -0]]],
      ['double', [[0.1, 1e-300], []]],
    ] as const) {
      await store.saveRecording(
        recording(key, '', { result: { kind: 'answered', response: { kind: 'embedding', vectors } } }),
      );
      await store.flush();
      expect((await store.recordings.find(key))?.result).toEqual({
        kind: 'answered',
        response: { kind: 'embedding', vectors },
      });
    }
  });

  it('shows the response of a recorded call once more in the exchange of its trial', async () => {
    const store = await open();
    await store.saveRecording(recording('key-1', 'order_status'));
    await store.recordTrial('run-1', scoredTrial('case-1'), { splits: 'test' });
    const [trial] = await store.finishedTrials('run-1');
    expect(trial?.exchanges[0]?.response).toEqual(chatResponse('order_status'));
  });

  it('keeps arms, candidates and prices of a run, as last saved', async () => {
    const store = await open();
    const arms = [
      { id: 'arm-1', role: 'baseline', name: 'baseline', stack: [] },
      { id: 'arm-2', role: 'candidate', name: 'short', stack: [{ name: 'variant' }] },
    ] as const;
    await store.saveArms('run-1', [arms[1]]);
    await store.saveArms('run-1', arms);
    expect(await store.listArms('run-1')).toEqual(arms);
    const candidates = [
      { name: 'short', armId: 'arm-2', optimization: 'variant', settings: { text: 'brief' } },
      { name: 'routed', armId: 'arm-3', optimization: 'routing', settings: null, artifactKey: 'k' },
    ];
    await store.saveCandidates('run-1', candidates);
    expect(await store.listCandidates('run-1')).toEqual(candidates);
    const prices = {
      input: pricePerMillion(2.5),
      cachedInput: pricePerMillion(1.25),
      cacheWrite: pricePerMillion(2.5),
      output: pricePerMillion(10),
      reasoning: pricePerMillion(10),
    };
    const row: PriceRecord = {
      model: 'openai:gpt-4o',
      source: 'catalogue',
      version: '0.1.8',
      prices,
      longContext: [{ fromInputTokens: 200_000, prices }],
      training: undefined,
      tiers: { standard: { numerator: 1, denominator: 1 }, batch: { numerator: 1, denominator: 2 } },
    };
    await store.savePrices('run-1', [row]);
    expect(await store.listPrices('run-1')).toEqual([row]);
  });

  it('keeps verdicts with their gates, infinite intervals included', async () => {
    const store = await open();
    const verdict: Verdict = {
      candidate: 'short',
      kind: 'undecided',
      p: 0.04,
      sentence: 'Too few cases to decide.',
      gates: [
        {
          kind: 'quality',
          name: 'quality',
          status: 'undecided',
          decisive: true,
          interval: { estimate: 0, low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY },
          method: 'tango',
          unit: 'fraction',
          sentence: 'No case was judged.',
          missing: { cases: 12, reason: 'none were run' },
        },
      ],
    };
    await store.saveVerdicts('run-1', [verdict]);
    expect(await store.listVerdicts('run-1')).toEqual([verdict]);
  });

  it('finds the newest artifact of a key', async () => {
    const store = await open();
    const artifact = {
      key: 'artifact-1',
      runId: 'run-1',
      optimization: 'routing',
      artifact: { weights: [0.1, -2] },
      setUpCost: nanoDollars(5_000_000_001),
      createdAt: new Date('2026-11-21T00:00:00.000Z'),
    };
    await store.saveArtifact(artifact);
    await store.saveArtifact({ ...artifact, artifact: { weights: [1] } });
    expect(await store.findArtifact('artifact-1')).toEqual({ ...artifact, artifact: { weights: [1] } });
    expect(await store.findArtifact('artifact-2')).toBeUndefined();
  });

  it('takes the last entry of the ledger for current, suite by suite', async () => {
    const store = await open();
    const { candidate: _, ...base } = promotion();
    const rollback = { ...base, action: 'rollback', reason: 'slower', stack: [], runIds: [] } as const;
    await store.promotions.append(promotion());
    await store.promotions.append(promotion({ suiteName: 'answers', action: 'force' }));
    await store.promotions.append(rollback);
    expect(await store.promotions.current('triage')).toEqual(rollback);
    expect(await store.promotions.list('triage')).toEqual([promotion(), rollback]);
    expect(await store.promotions.list()).toHaveLength(3);
    expect(await store.promotions.current('nothing')).toBeUndefined();
  });

  it('lists how often test cases were used, by one candidate or by all', async () => {
    const store = await open();
    const split = { suiteName: 'triage', datasetDigest: 'dataset-1' };
    const use = {
      ...split,
      candidateDigest: 'a',
      observationsDigest: 'o',
      runId: 'run-1',
      round: 1,
      at: new Date(0),
    };
    await store.testUses.append(use);
    await store.testUses.append({ ...use, candidateDigest: 'b', round: 2 });
    await store.testUses.append({ ...use, datasetDigest: 'dataset-2' });
    const roundsOf = async (filter: Parameters<typeof store.testUses.list>[0]) =>
      (await store.testUses.list(filter)).map(({ round }) => round);
    expect(await store.testUses.list({ suiteName: 'triage', candidateDigest: 'a' })).toEqual([
      use,
      { ...use, datasetDigest: 'dataset-2' },
    ]);
    expect(await roundsOf({ suiteName: 'triage' })).toEqual([1, 2, 1]);
    expect(await roundsOf({ suiteName: 'triage', candidateDigest: 'b' })).toEqual([2]);
    expect(await roundsOf({ suiteName: 'answers' })).toEqual([]);
  });

  it('refuses everything after it is closed, and may be closed twice', async () => {
    const store = await open();
    await store.close();
    await store.close();
    await expect(store.saveRecording(recording('key-1', 'late'))).rejects.toThrow('is closed');
    await expect(store.findRun('run-1')).rejects.toThrow('is closed');
  });
});

it('numbers runs so that they sort by start', () => {
  const first = newRunId(new Date('2026-11-21T00:42:10.999Z'));
  expect(first).toMatch(/^20261121-004210-[0-9a-z]{4}$/);
  expect(newRunId(new Date('2026-11-21T00:42:11.000Z')) > first).toBe(true);
});
