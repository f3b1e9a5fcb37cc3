import { expect, it } from 'vitest';
import { nanoDollars } from '../../src/core/money.ts';
import { purge } from '../../src/store/purge.ts';
import type { Store } from '../../src/store/store.ts';
import { openForTest } from './fixtures/folder.ts';
import { promotion, recording, runRecord, scoredTrial } from './fixtures/records.ts';

const old = new Date('2020-01-01T00:00:00.000Z');

/** Three runs: one promoted long ago, one old, one new; two old artifacts, one of them promoted. */
async function filled(): Promise<{ readonly store: Store; readonly cutoff: Date }> {
  const store = await openForTest(':memory:');
  for (const run of ['promoted', 'old', 'new']) {
    const isNew = run === 'new';
    await store.startRun(runRecord(run, { startedAt: isNew ? new Date() : old }));
    await store.saveArms(run, [{ id: 'arm-1', role: 'baseline', name: 'baseline', stack: [] }]);
    await store.saveRecording(
      recording(`key-${run}`, `answer of ${run}`, { recordedAt: isNew ? new Date() : old }),
    );
    await store.recordTrial(run, scoredTrial('case-1'), { splits: 'test' });
  }
  const artifact = {
    runId: 'old',
    optimization: 'routing',
    artifact: null,
    setUpCost: nanoDollars(0),
    createdAt: old,
  };
  await store.saveArtifact({ ...artifact, key: 'artifact-promoted' });
  await store.saveArtifact({ ...artifact, key: 'artifact-old' });
  await store.promotions.append(promotion({ runIds: ['old'], artifactKeys: ['artifact-old'] }));
  await store.promotions.append(promotion({ runIds: ['promoted'], artifactKeys: ['artifact-promoted'] }));
  await store.testUses.append({
    suiteName: 'triage',
    datasetDigest: 'dataset-1',
    candidateDigest: 'a',
    observationsDigest: 'o',
    runId: 'old',
    round: 1,
    at: old,
  });
  const cutoff = new Date('2021-01-01T00:00:00.000Z');
  await store.maintain(async (sql) => {
    await sql.run("UPDATE trials SET recorded_at = $old WHERE run_id <> 'new'", { old });
    await sql.run("UPDATE bodies SET written_at = $old WHERE run_id <> 'new'", { old });
  });
  return { store, cutoff };
}

it('removes old texts and keeps every figure', async () => {
  const { store, cutoff } = await filled();
  await purge(store, { olderThan: cutoff, what: 'content', dryRun: false });
  const [trial] = await store.finishedTrials('old');
  const { outcome, quality, charges } = scoredTrial('case-1');
  expect(trial).toMatchObject({
    outcome: { ...outcome, output: '[purged]' },
    charges,
    exchanges: [],
    quality: { ...quality, scores: quality.scores.map((score) => ({ ...score, reason: '[purged]' })) },
  });
  expect(await store.finishedTrials('new')).toEqual([{ ...scoredTrial('case-1'), split: 'test' }]);
  expect([...(await store.findRecordings(['key-old', 'key-promoted', 'key-new'])).keys()]).toEqual([
    'key-new',
  ]);
  expect(await purge(store, { olderThan: cutoff, what: 'content', dryRun: false })).toEqual({});
});

it('removes old runs, but nothing that a current promotion rests on', async () => {
  const { store, cutoff } = await filled();
  await purge(store, { olderThan: cutoff, what: 'all', dryRun: false });
  expect((await store.listRuns({ limit: 9 })).map((run) => run.id)).toEqual(['new', 'promoted']);
  expect(await store.finishedTrials('old')).toEqual([]);
  expect(await store.finishedTrials('promoted')).toHaveLength(1);
  expect(await store.listArms('old')).toEqual([]);
  expect(await store.listArms('promoted')).toHaveLength(1);
  expect(await store.findArtifact('artifact-old')).toBeUndefined();
  expect(await store.findArtifact('artifact-promoted')).toBeDefined();
  expect(await store.promotions.list()).toHaveLength(2);
  expect(await store.testUses.list({ suiteName: 'triage' })).toHaveLength(1);
});

it('counts in a dry run what the real one removes, and removes nothing', async () => {
  const { store, cutoff } = await filled();
  for (const what of ['content', 'all'] as const) {
    const trials = await store.finishedTrials('old');
    const counted = await purge(store, { olderThan: cutoff, what, dryRun: true });
    expect(await store.finishedTrials('old')).toEqual(trials);
    expect(await purge(store, { olderThan: cutoff, what, dryRun: false })).toEqual(counted);
  }
});

it('writes bodies again that it purged, when they come back', async () => {
  const { store } = await filled();
  const later = new Date(Date.now() + 1_000);
  await purge(store, { olderThan: later, what: 'content', dryRun: false });
  await store.recordTrial('new', scoredTrial('case-1'), { splits: 'test' });
  expect(await store.finishedTrials('new')).toEqual([{ ...scoredTrial('case-1'), split: 'test' }]);
});
