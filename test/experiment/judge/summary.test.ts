import { describe, expect, test } from 'vitest';
import { judge } from '../../../src/experiment/judge/judge.ts';
import { qualityPerDollar, summariseArm, summariseCandidate } from '../../../src/experiment/judge/summary.ts';
import { candidateOf, evidenceOf, observations } from './evidence-of.ts';

const cases = 100;
const baseline = observations(cases, (i) => ({
  pass: i < 95 ? 1 : 0,
  cost: 2_000_000 + i * 1000,
  milliseconds: 100 + i,
  outputTokens: i + 1,
  truncated: i < 2 ? 1 : 0,
  failed: i === 0 ? 1 : 0,
}));
const candidate = candidateOf(
  observations(cases, (i) => ({ pass: i < 93 || i > 97 ? 1 : 0, cost: 1_000_000 })),
);
const tags = (i: number) => ({ channel: i % 2 ? 'chat' : 'mail' });
const evidence = evidenceOf(cases, {
  baseline,
  candidates: [candidate],
  tags,
  gates: { slices: [{ tag: 'channel' }] },
});

describe('the summary of an arm', () => {
  const summary = summariseArm(evidence, baseline);

  test('has the pass rate with Wilson’s interval', () => {
    expect(summary.quality?.estimate).toBeCloseTo(0.95, 12);
    expect(summary.quality?.low).toBeCloseTo(0.9025, 2);
  });

  test('has means, percentiles and rates', () => {
    expect(summary.costMean).toBeCloseTo(2_049_500, 6);
    expect(summary.latency).toEqual({ p50: 149, p95: 194, p99: 198 });
    expect(summary.outputTokens).toEqual({ p50: 50, p95: 95, p99: 99, mean: 50.5 });
    expect(summary.truncationRate).toBeCloseTo(0.02, 12);
    expect(summary.failureRate).toBeCloseTo(0.01, 12);
  });

  test('has no latency when one answer was read from a recording', () => {
    const recorded = observations(cases, (i) => ({ milliseconds: i === 5 ? null : 100 }));
    expect(summariseArm(evidence, recorded).latency).toBeNull();
  });

  test('of no cases has no figures', () => {
    const nothing = observations(0, () => ({}));
    const empty = summariseArm(evidenceOf(0, { baseline: nothing, candidates: [] }), nothing);
    expect(empty).toEqual({
      cases: 0,
      quality: null,
      costMean: null,
      latency: null,
      outputTokens: null,
      truncationRate: null,
      failureRate: null,
    });
  });
});

describe('the summary of a candidate', () => {
  const summary = summariseCandidate(evidence, candidate);

  test('shows the same saving interval as its gate', () => {
    const gate = judge(evidence)[0].gates.find(({ kind }) => kind === 'cost');
    expect(summary.saving?.low).toBe(gate?.interval?.low);
    expect(summary.saving?.high).toBe(gate?.interval?.high);
  });

  test('counts what fell, rose and stayed', () => {
    expect(summary.counts).toEqual({ regressions: 2, improvements: 2, unchanged: 96 });
    expect(summary.difference?.estimate).toBe(0);
  });

  test('has every slice with its cases', () => {
    expect(summary.slices.map(({ tag, value, cases: count }) => [tag, value, count])).toEqual([
      ['channel', 'chat', 50],
      ['channel', 'mail', 50],
    ]);
  });

  test('ranks by quality per dollar', () => {
    const own = summary.qualityPerDollar;
    const before = qualityPerDollar(evidence, baseline);
    expect(own?.kind).toBe('bounded');
    expect(own?.estimate).toBeCloseTo(950, 6);
    expect(before?.estimate).toBeCloseTo(0.95 / 0.0020495, 6);
  });

  test('says that quality per dollar is unbounded when the cost cannot be told from nothing', () => {
    const rare = observations(cases, (i) => ({ cost: i === 0 ? 1_000_000 : 0 }));
    expect(qualityPerDollar(evidence, rare)?.kind).toBe('unbounded');
  });

  test('has no saving over a baseline that costs nothing', () => {
    const free = evidenceOf(cases, {
      baseline: observations(cases, () => ({ cost: 0 })),
      candidates: [candidate],
    });
    expect(summariseCandidate(free, candidate).saving).toBeNull();
  });
});
