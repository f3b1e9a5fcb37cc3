import { describe, expect, test } from 'vitest';
import {
  decideAtLook,
  type EarlyStopFacts,
  lookSizes,
  refuseEarlyStop,
} from '../../src/experiment/early-stop.ts';
import type { Evidence } from '../../src/experiment/evidence.ts';
import { judge } from '../../src/experiment/judge/judge.ts';
import { candidateOf, evidenceOf, observations } from './judge/evidence-of.ts';

const total = 400;
const looks = 4;
const first = (count: number): readonly number[] => Array.from({ length: count }, (_, position) => position);

/** `share` of the cases is lost. */
function evidenceWith(every: number, fields: Partial<Parameters<typeof evidenceOf>[1]> = {}): Evidence {
  return evidenceOf(total, {
    baseline: observations(total, () => ({})),
    candidates: [
      candidateOf(observations(total, (i) => ({ pass: (i + 1) % every === 0 ? 0 : 1, cost: 500 + (i % 9) }))),
    ],
    gates: { quality: { margin: 0.05 } },
    earlyStop: { looks },
    ...fields,
  });
}

function decide(evidence: Evidence, look: number) {
  return decideAtLook({ evidence, candidate: 'smaller', look, cases: first(look * 100) });
}

describe('looks', () => {
  test('come at equal shares of the cases, and fewer when there are fewer cases', () => {
    expect(lookSizes(400, 4)).toEqual([100, 200, 300, 400]);
    expect(lookSizes(10, 4)).toEqual([3, 5, 8, 10]);
    expect(lookSizes(2, 4)).toEqual([1, 2]);
    expect(lookSizes(0, 4)).toEqual([]);
  });

  test('have the boundaries of Lan and DeMets at α = .05', () => {
    const boundaries = [1, 2, 3, 4].map((look) => decide(evidenceWith(20), look).boundary);
    [3.74955, 2.53994, 2.01607, 1.72018].forEach((expected, index) => {
      expect(boundaries[index]).toBeCloseTo(expected, 4);
    });
  });

  test('share α between the candidates of a run', () => {
    const one = evidenceWith(20);
    const two = { ...one, candidates: [...one.candidates, { ...one.candidates[0], name: 'other' }] };
    expect(decide(two, 2).boundary).toBeGreaterThan(decide(one, 2).boundary);
  });
});

describe('a look', () => {
  test('stops for efficacy when every gate is beyond its boundary, and the judge agrees', () => {
    const evidence = evidenceWith(1000);
    expect(decide(evidence, 1).decision).toBe('continue');
    expect(decide(evidence, 2).decision).toBe('efficacy');
    const stopped = { look: 2, looks, cases: first(200), reason: 'efficacy' } as const;
    const [verdict] = judge({ ...evidence, candidates: [{ ...evidence.candidates[0], stopped }] });
    expect(verdict.kind).toBe('promote');
    expect(verdict.sentence).toContain('Stopped for efficacy at look 2 of 4, after 200 cases.');
    expect(verdict.adjustedP).toBeLessThanOrEqual(0.05);
  });

  test('gives up a candidate that is far worse', () => {
    const decision = decide(evidenceWith(6), 1);
    expect(decision.decision).toBe('futility');
    expect(decision.z).toBeLessThan(-1);
    const stopped = { look: 1, looks, cases: first(100), reason: 'futility' } as const;
    const evidence = evidenceWith(6);
    const [verdict] = judge({ ...evidence, candidates: [{ ...evidence.candidates[0], stopped }] });
    expect(verdict.kind).toBe('reject');
  });

  test('does not promote on quality alone: cost has to cross the same boundary', () => {
    const expensive = candidateOf(observations(total, (i) => ({ cost: 1000 + ((i * 7) % 50) - 26 })));
    const evidence = evidenceWith(1000, { candidates: [expensive] });
    expect(decide(evidence, 2).decision).toBe('continue');
  });

  test('stops at once when a must-pass case is broken', () => {
    const evidence = evidenceWith(50, {
      gates: { quality: { margin: 0.05 }, mustPass: { criticality: 'high' } },
      tags: (i) => ({ criticality: i === 49 ? 'high' : 'low' }),
    });
    expect(decide(evidence, 1).decision).toBe('futility');
  });

  test('reads only the rows that have been run', () => {
    const evidence = evidenceWith(1000);
    const cut = <Row>(rows: readonly (readonly Row[])[]) => rows.map((row, i) => (i < 200 ? row : []));
    const partly = (seen: Evidence['baseline']): Evidence['baseline'] => ({
      pass: cut(seen.pass),
      score: cut(seen.score),
      cost: cut(seen.cost),
      milliseconds: cut(seen.milliseconds),
      outputTokens: cut(seen.outputTokens),
      truncated: cut(seen.truncated),
      failed: cut(seen.failed),
    });
    const [candidate] = evidence.candidates;
    const partial = {
      ...evidence,
      baseline: partly(evidence.baseline),
      candidates: [{ ...candidate, observations: partly(candidate.observations) }],
    };
    expect(decide(partial, 2)).toEqual(decide(evidence, 2));
  });

  test('the last one is final', () => {
    expect(decide(evidenceWith(20), 4).decision).toBe('final');
  });

  test('of a candidate that the evidence does not hold is a mistake that names it', () => {
    expect(() =>
      decideAtLook({ evidence: evidenceWith(20), candidate: 'nobody', look: 1, cases: [] }),
    ).toThrow('no candidate is named "nobody"');
  });
});

describe('must-pass cases after a stop', () => {
  const marked = (observed: number) => {
    const evidence = evidenceWith(1000, {
      gates: { quality: { margin: 0.05 }, mustPass: { criticality: 'high' } },
      tags: (i) => ({ criticality: i === 350 ? 'high' : 'low' }),
    });
    const cut = (seen: Evidence['baseline']): Evidence['baseline'] => ({
      ...seen,
      pass: seen.pass.map((row, i) => (i < 200 || i === observed ? row : [])),
    });
    const stopped = { look: 2, looks, cases: first(200), reason: 'efficacy' } as const;
    return judge({
      ...evidence,
      baseline: cut(evidence.baseline),
      candidates: evidence.candidates.map((candidate) => ({
        ...candidate,
        stopped,
        observations: cut(candidate.observations),
      })),
    })[0];
  };

  test('have to be run before a promotion', () => {
    expect(marked(-1).kind).toBe('undecided');
    expect(marked(-1).gates.find(({ kind }) => kind === 'must-pass')?.missing?.cases).toBe(1);
    expect(marked(350).kind).toBe('promote');
  });
});

describe('evidence that was stopped early on the wrong path', () => {
  test('is undecided, and says why', () => {
    const evidence = evidenceWith(1000, { cluster: (i) => String(i % 80) });
    const stopped = { look: 2, looks, cases: first(200), reason: 'efficacy' } as const;
    const [verdict] = judge({ ...evidence, candidates: [{ ...evidence.candidates[0], stopped }] });
    expect(verdict.kind).toBe('undecided');
    expect(verdict.sentence).toContain('Stopped early, which is only valid for pass or fail');
  });
});

describe('early stopping is refused', () => {
  const fine: EarlyStopFacts = {
    clusters: false,
    mix: false,
    measure: 'pass',
    repeats: 1,
    stream: false,
    earlyStop: { looks: 4 },
  };
  test('for nothing in a suite of independent pass-or-fail cases', () => {
    expect(refuseEarlyStop(fine)).toEqual([]);
  });
  test.each([
    [
      { clusters: true },
      'earlyStop cannot be used with clusters: stopping on dependent cases errs .38 instead of .05.',
    ],
    [{ mix: true }, 'earlyStop cannot be used with a mix: weighted cases have no stopping bounds.'],
    [
      { measure: 'score' as const },
      'earlyStop cannot be used when quality is measured by score: its bounds are those of pass or fail.',
    ],
    [{ repeats: 3 }, 'earlyStop cannot be used with repeats: averaged repeats are no longer pass or fail.'],
    [{ stream: true }, 'earlyStop cannot be used on a stream: its cases must run in the order of arrival.'],
    [
      { earlyStop: { looks: 4, futility: [0] } },
      'earlyStop cannot be used with 1 futility bounds for 4 looks: every look but the last needs one.',
    ],
  ])('%o', (fact, message) => {
    expect(refuseEarlyStop({ ...fine, ...fact }).map((problem) => problem.message)).toEqual([message]);
  });
});
