import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Verdict } from '../../../src/core/verdict.ts';
import type { Evidence, Observations } from '../../../src/experiment/evidence.ts';
import { judge } from '../../../src/experiment/judge/judge.ts';
import { candidateOf, evidenceOf, observations } from './evidence-of.ts';

function only(evidence: Evidence): Verdict {
  return judge(evidence)[0];
}

function sentence(verdict: Verdict, name: string): string {
  return verdict.gates.find((gate) => gate.name === name)?.sentence ?? `no gate ${name}`;
}

const cheap = (cases: number) => observations(cases, () => ({ cost: 500 }));

describe('data that allow no answer', () => {
  test('no cases at all', () => {
    const verdict = only(
      evidenceOf(0, { baseline: observations(0, () => ({})), candidates: [candidateOf(cheap(0))] }),
    );
    expect(verdict.kind).toBe('undecided');
    expect(sentence(verdict, 'quality')).toContain('Quality cannot be judged on 0 cases');
  });

  test('one case', () => {
    const verdict = only(
      evidenceOf(1, { baseline: observations(1, () => ({})), candidates: [candidateOf(cheap(1))] }),
    );
    expect(verdict.kind).toBe('undecided');
    expect(sentence(verdict, 'cost')).toBe('Cost cannot be judged on 1 case.');
    expect(verdict.p).toBeUndefined();
  });

  test('one case never passes however wide the margin', () => {
    const verdict = only(
      evidenceOf(1, {
        baseline: observations(1, () => ({})),
        candidates: [candidateOf(cheap(1))],
        gates: { quality: { margin: 0.99 } },
      }),
    );
    expect(verdict.kind).toBe('undecided');
  });

  test('one cluster that holds everything', () => {
    const verdict = only(
      evidenceOf(500, {
        baseline: observations(500, () => ({})),
        candidates: [candidateOf(cheap(500))],
        cluster: () => 'all',
      }),
    );
    expect(verdict.kind).toBe('undecided');
    expect(sentence(verdict, 'quality')).toContain('500 cases in 1 cluster');
    expect(sentence(verdict, 'cost')).toBe('Cost cannot be judged on 500 cases in one cluster.');
  });

  test('a baseline that passes nothing', () => {
    const nothing = observations(400, () => ({ pass: 0 }));
    const verdict = only(
      evidenceOf(400, {
        baseline: nothing,
        candidates: [candidateOf(observations(400, () => ({ pass: 0, cost: 1 })))],
      }),
    );
    expect(verdict.kind).toBe('undecided');
    expect(sentence(verdict, 'quality')).toBe(
      'Quality cannot be judged: the baseline scores 0.0 %, less than the tolerated loss, so a loss could not be seen; check the assertions.',
    );
  });

  test('a scorer that gives every answer of both arms the same half mark', () => {
    const flat = (cost: number) => observations(400, () => ({ score: 0.5, cost }));
    const verdict = only(
      evidenceOf(400, {
        baseline: flat(1000),
        candidates: [candidateOf(flat(500))],
        gates: { quality: { measure: 'score' } },
      }),
    );
    expect(verdict.kind).toBe('undecided');
    expect(sentence(verdict, 'quality')).toContain('the scorer tells nothing apart');
  });

  test('all ties on real quality are a good answer, not a bad one', () => {
    const tied = (cost: number) => observations(400, (i) => ({ score: (i % 5) / 4, cost }));
    const verdict = only(
      evidenceOf(400, {
        baseline: tied(1000),
        candidates: [candidateOf(tied(500))],
        gates: { quality: { measure: 'score' } },
      }),
    );
    expect(verdict.kind).toBe('promote');
  });

  test('a baseline that costs nothing has nothing to save', () => {
    const free = observations(400, () => ({ cost: 0 }));
    expect(sentence(only(evidenceOf(400, { baseline: free, candidates: [candidateOf(free)] })), 'cost')).toBe(
      'Neither arm costs anything, so there is nothing to save.',
    );
    const verdict = only(evidenceOf(400, { baseline: free, candidates: [candidateOf(cheap(400))] }));
    expect(verdict.kind).toBe('reject');
    expect(sentence(verdict, 'cost')).toContain('The baseline costs nothing');
  });

  test('a baseline that costs something on one case only', () => {
    const rare = observations(400, (i) => ({ cost: i === 0 ? 1000 : 0 }));
    const verdict = only(
      evidenceOf(400, { baseline: rare, candidates: [candidateOf(observations(400, () => ({ cost: 0 })))] }),
    );
    expect(verdict.kind).toBe('undecided');
    expect(sentence(verdict, 'cost')).toContain('too few of 400 cases cost anything');
  });

  test('scores that are not numbers', () => {
    const broken = observations(400, (i) => ({ score: i === 7 ? Number.NaN : 0.9, cost: 500 }));
    const verdict = only(
      evidenceOf(400, {
        baseline: observations(400, (i) => ({ score: 0.8 + (i % 2) / 10 })),
        candidates: [candidateOf(broken)],
        gates: { quality: { measure: 'score' } },
      }),
    );
    expect(verdict.kind).toBe('undecided');
    expect(sentence(verdict, 'quality')).toBe(
      '1 of 400 cases have no usable quality from the candidate (expected a number between 0 and 1; first: case-7).',
    );
  });

  test('a share of the mix without a case', () => {
    const verdict = only(
      evidenceOf(400, {
        baseline: observations(400, () => ({})),
        candidates: [candidateOf(cheap(400))],
        mix: { tag: 'channel', shares: { mail: 0.8, phone: 0.2 } },
        tags: () => ({ channel: 'mail' }),
      }),
    );
    expect(verdict.kind).toBe('undecided');
    expect(sentence(verdict, 'quality')).toBe(
      'No case has channel=phone, which is 20 % of the traffic, so nothing here stands for all of it.',
    );
  });

  test('a tag named like a property of every object', () => {
    const verdict = only(
      evidenceOf(400, {
        baseline: observations(400, () => ({})),
        candidates: [candidateOf(cheap(400))],
        gates: { slices: [{ tag: 'constructor' }] },
      }),
    );
    expect(sentence(verdict, 'slice constructor')).toContain('No case has the tag constructor');
  });
});

const number = fc.oneof(
  fc.constantFrom(0, 1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, -1),
  fc.double({ min: 0, max: 1, noNaN: true }),
);
const wild = (cases: number): fc.Arbitrary<Observations> => {
  const rows = <Value>(value: fc.Arbitrary<Value>) =>
    fc.array(fc.array(value, { maxLength: 3 }), { minLength: Math.max(0, cases - 1), maxLength: cases });
  const bit = fc.constantFrom<0 | 1>(0, 1);
  const money = fc.integer({ min: 0, max: 5000 }).map((cost) => observations(1, () => ({ cost })).cost[0][0]);
  return fc.record({
    pass: rows(bit),
    score: rows(number),
    cost: rows(money),
    milliseconds: rows(fc.option(number)),
    outputTokens: rows(fc.integer({ min: 0, max: 9 })),
    truncated: rows(bit),
    failed: rows(bit),
  });
};

describe('any evidence', () => {
  test('has a verdict without NaN, and rows that are missing never promote', () => {
    const gates = {
      slices: [{ tag: 'kind' }, { tag: 'kind', margin: 0.4 }],
      mustPass: { kind: 'a' },
      latency: { p50: { maximumIncrease: 0 }, p99: { maximumIncrease: 0.5 } },
      output: { p95Tokens: { maximumIncrease: 0 } },
    };
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 12 }).chain((cases) =>
          fc.record({
            cases: fc.constant(cases),
            baseline: wild(cases),
            candidate: wild(cases),
            measure: fc.constantFrom('pass', 'score'),
            clustered: fc.boolean(),
            mixed: fc.boolean(),
            margin: fc.constantFrom(0.03, 0.3, 0.9),
            round: fc.integer({ min: -1, max: 9 }),
            stopped: fc.option(fc.array(fc.integer({ min: -2, max: 14 }), { maxLength: 12 })),
          }),
        ),
        ({ cases, baseline, candidate, measure, clustered, mixed, margin, round, stopped }) => {
          const evidence = evidenceOf(cases, {
            baseline,
            candidates: [
              candidateOf(candidate, {
                round,
                ...(stopped === null
                  ? {}
                  : { stopped: { look: 2, looks: 4, cases: stopped, reason: 'efficacy' as const } }),
              }),
            ],
            tags: (i) => ({ kind: i % 2 ? 'a' : 'b' }),
            ...(clustered ? { cluster: (i: number) => String(i % 3) } : {}),
            ...(mixed ? { mix: { tag: 'kind', shares: { a: 0.3, b: 0.7 } } } : {}),
            gates: { ...gates, quality: { measure, margin } },
          });
          const verdicts = judge(evidence, { resamples: 100 });
          const text = JSON.stringify(verdicts, (_, value) =>
            typeof value === 'number' && Number.isNaN(value) ? 'NaN found' : value,
          );
          expect(text).not.toContain('NaN');
          expect(text).not.toContain('undefined');
          expect(verdicts[0].gates.every((gate) => !gate.sentence.includes('\n'))).toBe(true);
          if (baseline.pass.length < cases && stopped === null) expect(verdicts[0].kind).not.toBe('promote');
        },
      ),
      { numRuns: 300, seed: 7 },
    );
  });
});
