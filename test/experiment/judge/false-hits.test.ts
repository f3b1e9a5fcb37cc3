import { describe, expect, test } from 'vitest';
import type { EvidenceHit } from '../../../src/experiment/evidence.ts';
import { judge } from '../../../src/experiment/judge/judge.ts';
import { candidateOf, evidenceOf, observations } from './evidence-of.ts';

const cases = 600;

function gateOf(hits: readonly EvidenceHit[] | undefined, gates: object = {}) {
  const evidence = evidenceOf(cases, {
    baseline: observations(cases, (position) => ({ pass: position % 10 === 0 ? 0 : 1 })),
    candidates: [
      candidateOf(
        observations(cases, (position) => ({
          pass: position % 10 === 0 ? 0 : 1,
          cost: position % 2 === 0 ? 0 : 1000,
        })),
        hits === undefined ? {} : { hits },
      ),
    ],
    cluster: (position) => `question ${position % 200}`,
    gates,
  });
  const [verdict] = judge(evidence);
  return { verdict, gate: verdict.gates.find(({ kind }) => kind === 'false-hits') };
}

const pairs = (count: number, wrong = 0): readonly EvidenceHit[] =>
  Array.from({ length: count }, (_, index) => ({
    case: index % cases,
    pair: `pair ${index}`,
    wrong: index < wrong,
  }));

describe('the gate on false hits', () => {
  test('does not exist for a candidate that gave no answer of a similar request', () => {
    expect(gateOf(undefined).gate).toBeUndefined();
    expect(gateOf([]).gate).toBeUndefined();
  });

  test('passes when enough different pairs show that few answers are wrong', () => {
    const { gate } = gateOf(pairs(300));
    expect(gate).toMatchObject({ status: 'passed', threshold: 0.02, method: 'clopper-pearson' });
    // 1 − 0.05^(1/300), the Clopper–Pearson bound without an error.
    expect(gate?.interval?.high).toBeCloseTo(0.009936, 6);
    expect(gate?.sentence).toMatch(
      /wrong answer in 0 of 300 different pairs .*in traffic 0\.0 % of 300 hits.* shown to be below the 2\.0 % tolerated/,
    );
  });

  test('is undecided with too few labelled hits, and says how many it has and needs', () => {
    const { gate, verdict } = gateOf(pairs(97));
    expect(gate).toMatchObject({ status: 'undecided' });
    expect(gate?.sentence).toContain('(have 97, need 149)');
    expect(gate?.missing?.cases).toBe(Math.ceil((52 / 97) * cases));
    expect(verdict.kind).not.toBe('promote');
  });

  test('fails when significantly more are wrong, and rejects the candidate', () => {
    const { gate, verdict } = gateOf(pairs(300, 15));
    expect(gate?.status).toBe('failed');
    expect(verdict.kind).toBe('reject');
  });

  test('counts a popular pair once, and shows its share in traffic beside it', () => {
    const popular = Array.from({ length: 400 }, (_, index) => ({ case: index, pair: 'pair 0', wrong: true }));
    const { gate } = gateOf([...popular, ...pairs(300, 1)]);
    expect(gate?.details).toMatchObject({
      'different pairs': 300,
      'wrong pairs': 1,
      'hits on similar requests': 700,
    });
    expect(gate?.details?.['share of wrong hits in traffic']).toBeCloseTo(401 / 700, 10);
    expect(gate?.sentence).toContain('in traffic 57.3 % of 700 hits, by question at most');
    expect(Number(gate?.details?.['upper bound in traffic, by cluster'])).toBeGreaterThan(401 / 700);
  });

  test('has the limit that the suite sets', () => {
    expect(gateOf(pairs(97), { falseHits: { maximumRate: 0.05 } }).gate).toMatchObject({
      status: 'passed',
      threshold: 0.05,
    });
  });
});
