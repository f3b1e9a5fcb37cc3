import { describe, expect, test } from 'vitest';
import type { GateResult, Verdict } from '../../../src/core/verdict.ts';
import { judge } from '../../../src/experiment/judge/judge.ts';
import { candidateOf, evidenceOf, observations } from './evidence-of.ts';

function gate(verdict: Verdict, name: string): GateResult {
  const found = verdict.gates.find((result) => result.name === name);
  if (found === undefined)
    throw new Error(`no gate ${name} in ${verdict.gates.map((g) => g.name).join(', ')}`);
  return found;
}

const cases = 400;
const baseline = observations(cases, (i) => ({ pass: i % 7 === 0 ? 0 : 1, cost: 1000 + i }));
const cheaper = observations(cases, (i) => ({ pass: i % 7 === 0 ? 0 : 1, cost: 600 + i }));

describe('a verdict', () => {
  test('promotes a cheaper candidate that answers as well', () => {
    const [verdict] = judge(evidenceOf(cases, { baseline, candidates: [candidateOf(cheaper)] }));
    expect(verdict.kind).toBe('promote');
    expect(verdict.sentence).toBe(
      'model large → medium: cost falls 33.3 %, quality 85.5 % → 85.5 %. Promoted: all 4 gates pass.',
    );
    expect(gate(verdict, 'quality').sentence).toBe(
      'Quality 85.5 % → 85.5 % (0.0 points, 90 % interval −0.7 to +0.7), not worse than −3 points (p < 0.001).',
    );
  });

  test('rejects a candidate that loses ten points, and says which gate did', () => {
    const worse = observations(cases, (i) => ({ pass: i % 4 === 0 || i % 7 === 0 ? 0 : 1, cost: 600 }));
    const [verdict] = judge(evidenceOf(cases, { baseline, candidates: [candidateOf(worse)] }));
    expect(verdict.kind).toBe('reject');
    expect(verdict.sentence).toContain('Rejected by quality: ');
    expect(gate(verdict, 'quality').sentence).toContain('significantly worse');
  });

  test('is undecided in between, and says how many more cases would settle it', () => {
    const flips = observations(100, (i) => ({ pass: i % 10 === 3 ? 0 : 1, cost: 600 }));
    const steady = observations(100, (i) => ({ pass: i % 10 === 4 ? 0 : 1 }));
    const [verdict] = judge(evidenceOf(100, { baseline: steady, candidates: [candidateOf(flips)] }));
    expect(verdict.kind).toBe('undecided');
    const quality = gate(verdict, 'quality');
    expect(quality.missing?.cases).toBeGreaterThan(500);
    expect(quality.sentence).toContain(`${quality.missing?.cases} more cases would probably settle it`);
  });

  test('never promotes a candidate that changes nothing', () => {
    const [verdict] = judge(
      evidenceOf(cases, { baseline, candidates: [candidateOf(cheaper, { identity: true })] }),
    );
    expect(verdict.kind).toBe('reject');
    expect(verdict.sentence).toContain('It changes nothing');
  });

  test('does not change when the same evidence is judged again', () => {
    const evidence = evidenceOf(cases, {
      baseline,
      candidates: [candidateOf(cheaper), candidateOf(baseline, { name: 'second' })],
      gates: { quality: { measure: 'score' }, latency: { p95: { maximumIncrease: 0.1 } } },
    });
    expect(JSON.stringify(judge(structuredClone(evidence)))).toBe(JSON.stringify(judge(evidence)));
  });

  test('keeps its kind when simulations leave bootstraps out', () => {
    for (const loss of [0, 5, 9, 13, 20]) {
      const candidate = observations(cases, (i) => ({
        score: i % 20 < loss ? 0.7 : 0.9,
        cost: 950 + ((i * 37) % 200),
      }));
      const steady = observations(cases, (i) => ({ score: 0.85 + 0.1 * (i % 2), cost: 1000 + (i % 3) }));
      const evidence = evidenceOf(cases, {
        baseline: steady,
        candidates: [candidateOf(candidate)],
        gates: { quality: { measure: 'score' } },
      });
      expect(judge(evidence, { decisionOnly: true })[0].kind).toBe(judge(evidence)[0].kind);
    }
  });
});

describe('many candidates', () => {
  // Eight cases lost and six won: within 3 points alone (p = .004), not among twenty.
  const borderline = observations(cases, (i) => ({
    pass: i % 70 === 0 ? 1 : i % 7 === 0 || i % 50 === 1 ? 0 : 1,
    cost: 600 + i,
  }));

  test('need more evidence than one: Holm over the candidates of the run', () => {
    const alone = judge(evidenceOf(cases, { baseline, candidates: [candidateOf(borderline)] }))[0];
    const crowd = judge(
      evidenceOf(cases, {
        baseline,
        candidates: Array.from({ length: 20 }, (_, index) => candidateOf(borderline, { name: `c${index}` })),
      }),
    );
    expect(alone.kind).toBe('promote');
    expect(crowd.map(({ kind }) => kind)).toEqual(Array.from({ length: 20 }, () => 'undecided'));
    expect(crowd[0].adjustedP).toBeCloseTo(Math.min(1, 20 * (crowd[0].p ?? 1)), 10);
    expect(gate(crowd[0], 'quality').sentence).toContain('after Holm over 20 candidates');
  });

  test('write a p of 1 as 1 and never round one to 1.000 or 0.000', () => {
    const hopeless = observations(cases, (position) => ({ pass: position % 2 === 0 ? 1 : 0, cost: 2000 }));
    const crowd = judge(
      evidenceOf(cases, {
        baseline,
        candidates: Array.from({ length: 6 }, (_, index) => candidateOf(hopeless, { name: `c${index}` })),
      }),
    );
    expect(gate(crowd[0], 'quality').sentence).toMatch(/\(p = 1, 1 after Holm over 6 candidates; needs p ≤ /);
    expect(JSON.stringify(crowd)).not.toMatch(/\b[01]\.000\b/);
  });

  test('an all-passing list of gates and a promotion are the same thing', () => {
    const verdicts = judge(
      evidenceOf(cases, {
        baseline,
        candidates: [cheaper, borderline, baseline].map((seen, index) =>
          candidateOf(seen, { name: `c${index}` }),
        ),
      }),
    );
    for (const { kind, gates } of verdicts) {
      expect(kind === 'promote').toBe(gates.every(({ status }) => status === 'passed'));
    }
  });
});

describe('rounds', () => {
  // Zero discordance at the margin of 3 points: p = .040 for 99 cases, .0012 for 300.
  const same = (n: number) => observations(n, () => ({ cost: 600 }));
  const dearer = (n: number) => observations(n, () => ({}));
  const kindAt = (n: number, round: number): string =>
    judge(evidenceOf(n, { baseline: dearer(n), candidates: [candidateOf(same(n), { round })] }))[0].kind;

  test('all of α is for simulations only', () => {
    expect(kindAt(99, 0)).toBe('promote');
  });

  test('a first verdict spends half of it, so that all rounds together stay below α', () => {
    expect(kindAt(99, 1)).toBe('undecided');
    expect(kindAt(130, 1)).toBe('promote');
  });

  test('later rounds spend less and less', () => {
    expect(kindAt(200, 2)).toBe('promote');
    expect(kindAt(200, 5)).toBe('undecided');
  });

  test('no evidence can declare that its verdict is the only one', () => {
    const fields = { baseline: dearer(99), candidates: [candidateOf(same(99), { round: 1 })] };
    expect(judge(Object.assign({ retests: false }, evidenceOf(99, fields)))[0].kind).toBe('undecided');
  });

  test('a round that is no number has no error left', () => {
    expect(kindAt(400, Number.NaN)).toBe('undecided');
    expect(kindAt(400, -1)).toBe('undecided');
  });
});

describe('the frozen original', () => {
  test('stops a series of small losses that each pass', () => {
    const original = observations(cases, () => ({ pass: 1 }));
    const drifted = observations(cases, (i) => ({ pass: i % 20 === 0 ? 0 : 1 }));
    const candidate = observations(cases, (i) => ({ pass: i % 20 === 0 ? 0 : 1, cost: 500 }));
    const [verdict] = judge(
      evidenceOf(cases, { baseline: drifted, original, candidates: [candidateOf(candidate)] }),
    );
    expect(gate(verdict, 'quality').status).toBe('passed');
    expect(gate(verdict, 'quality against the frozen original').status).toBe('failed');
    expect(verdict.kind).toBe('reject');
  });
});
