import { describe, expect, test } from 'vitest';
import type { GateResult } from '../../../src/core/verdict.ts';
import { judge } from '../../../src/experiment/judge/judge.ts';
import { candidateOf, evidenceOf, observations } from './evidence-of.ts';

type Fields = Parameters<typeof evidenceOf>[1];

function gateOf(cases: number, name: string, fields: Fields): GateResult {
  const [verdict] = judge(evidenceOf(cases, fields));
  const found = verdict.gates.find((result) => result.name === name);
  if (found === undefined) throw new Error(`no gate ${name}`);
  return found;
}

const steady = (cases: number) => observations(cases, () => ({}));
const cheap = (cases: number) => observations(cases, () => ({ cost: 500 }));

describe('the path of the quality gate', () => {
  const method = (fields: Partial<Fields>): string =>
    gateOf(200, 'quality', {
      baseline: observations(200, () => ({ score: 0.8 })),
      candidates: [candidateOf(observations(200, (i) => ({ score: i % 2 ? 0.8 : 0.9, cost: 500 })))],
      ...fields,
    }).method;

  test('is Tango for pass or fail', () => {
    expect(method({})).toBe('tango');
  });
  test('is numeric for scores', () => {
    expect(method({ gates: { quality: { measure: 'score' } } })).toBe('bca+t');
  });
  test('is numeric for pass or fail in clusters', () => {
    expect(method({ cluster: (i) => String(i % 120) })).toBe('bca+t');
  });
  test('stays Tango when every cluster is a single case', () => {
    expect(method({ cluster: String })).toBe('tango');
  });
  test('is numeric for pass or fail under a mix', () => {
    const mixed = {
      mix: { tag: 'channel', shares: { a: 0.5, b: 0.5 } },
      tags: (i: number) => ({ channel: i % 2 ? 'a' : 'b' }),
    };
    expect(method(mixed)).toBe('bca+t');
  });
  test('is numeric for repeats that disagree', () => {
    const flaky = observations(200, (i, repeat) => ({ pass: i % 50 === 0 && repeat === 0 ? 0 : 1 }), 2);
    expect(method({ baseline: observations(200, () => ({}), 2), candidates: [candidateOf(flaky)] })).toBe(
      'bca+t',
    );
  });
});

describe('the smallest number of cases', () => {
  const statusAt = (cases: number, more: Partial<Fields> = {}, margin = 0.05) =>
    gateOf(cases, 'quality', {
      baseline: steady(cases),
      candidates: [candidateOf(cheap(cases))],
      gates: { quality: { margin } },
      ...more,
    });

  test.each([
    [0.01, 299],
    [0.02, 149],
    [0.03, 99],
    [0.05, 59],
  ])('a margin of %d needs %d cases', (margin, fewest) => {
    const short = statusAt(fewest - 1, {}, margin);
    expect(short.status).toBe('undecided');
    expect(short.missing?.cases).toBe(1);
    expect(statusAt(fewest, {}, margin).status).toBe('passed');
  });

  test('asks for as many more as Tango’s test needs when no case differs', () => {
    // z = √(n δ / (1 − δ)) without discordance: 1.83 for 80 cases and δ = .04, 1.96 needs 93.
    const at = (cases: number) =>
      gateOf(cases, 'quality', {
        baseline: steady(cases),
        candidates: [candidateOf(cheap(cases), { round: 1 })],
        gates: { quality: { margin: 0.04 } },
      });
    expect(at(92).status).toBe('undecided');
    expect(at(93).status).toBe('passed');
    expect(at(80).missing?.cases).toBeGreaterThanOrEqual(13);
    expect(at(80).missing?.cases).toBeLessThan(80);
  });

  test('counts clusters, not cases', () => {
    const gate = statusAt(290, { cluster: (i) => String(Math.floor(i / 5)) });
    expect(gate.status).toBe('undecided');
    expect(gate.sentence).toContain('290 cases in 58 clusters');
    expect(gate.missing).toMatchObject({ clusters: 1, cases: 5 });
    expect(gate.sentence).toContain('; 1 more cluster would be enough to try.');
  });

  test('does not say how many more would settle it when one cluster is most of the data', () => {
    const answers = (rate: number) =>
      observations(440, (i) => ({ pass: i % 10 < rate ? 1 : 0, cost: 900 + (i % 7) }));
    const at = (cluster: (position: number) => string) =>
      gateOf(440, 'quality', {
        baseline: answers(8),
        candidates: [
          candidateOf(observations(440, (i) => ({ pass: i % 10 < 8 && i % 25 > 0 ? 1 : 0, cost: 900 }))),
        ],
        gates: { quality: { margin: 0.1 } },
        cluster,
      });
    const lopsided = at((i) => (i < 400 ? 'one conversation' : String(i)));
    expect(lopsided.status).toBe('undecided');
    expect(lopsided.missing).toBeUndefined();
    expect(lopsided.sentence).toContain('a few clusters make up most of the data');
    const even = at((i) => String(i % 40));
    expect(even.status).toBe('undecided');
    expect(even.missing?.cases).toBe((even.missing?.clusters ?? 0) * 11);
    expect(even.sentence).toContain(`${even.missing?.clusters} more clusters would probably settle it`);
  });

  test('counts the effective number under weights', () => {
    const gate = statusAt(100, {
      mix: { tag: 'channel', shares: { rare: 0.9, usual: 0.1 } },
      tags: (i) => ({ channel: i % 10 === 0 ? 'rare' : 'usual' }),
    });
    expect(gate.status).toBe('undecided');
    expect(gate.sentence).toContain('that weigh as much as');
  });
});

describe('slices', () => {
  const tags = (i: number) => ({ channel: i % 4 === 0 ? 'chat' : 'mail' });
  const lost = (i: number): 0 | 1 => (i % 16 === 0 ? 0 : 1);
  const candidate = candidateOf(observations(400, (i) => ({ pass: lost(i), cost: 500 })));

  test('without a margin fail only when significantly worse', () => {
    const fields = {
      baseline: steady(400),
      candidates: [candidate],
      tags,
      gates: { slices: [{ tag: 'channel' }] },
    };
    expect(gateOf(400, 'slice channel=chat', fields).status).toBe('failed');
    const mail = gateOf(400, 'slice channel=mail', fields);
    expect(mail.status).toBe('passed');
    expect(mail.p).toBeUndefined();
  });

  test('a small slice passes as unharmed, but says what it could not see', () => {
    const gate = gateOf(400, 'slice channel=fax', {
      baseline: steady(400),
      candidates: [candidateOf(cheap(400))],
      tags: (i) => ({ channel: i === 0 ? 'fax' : 'mail' }),
      gates: { slices: [{ tag: 'channel' }] },
    });
    expect(gate.status).toBe('passed');
    expect(gate.sentence).toContain('no significant harm on 1 case, too few to notice any');
  });

  test('with a margin must show non-inferiority themselves', () => {
    const fields = (cases: number) => ({
      baseline: steady(cases),
      candidates: [candidateOf(cheap(cases))],
      tags,
      gates: { slices: [{ tag: 'channel', margin: 0.05 }] },
    });
    expect(gateOf(200, 'slice channel=chat', fields(200)).status).toBe('undecided');
    const gate = gateOf(400, 'slice channel=chat', fields(400));
    expect(gate.status).toBe('passed');
    expect(gate.p).toBeLessThan(0.05);
  });

  test('of a tag that no case has are undecided', () => {
    const gate = gateOf(400, 'slice region', {
      baseline: steady(400),
      candidates: [candidateOf(cheap(400))],
      gates: { slices: [{ tag: 'region' }] },
    });
    expect(gate.status).toBe('undecided');
    expect(gate.sentence).toBe('No case has the tag region, so its slices cannot be checked.');
  });
});

describe('must-pass cases', () => {
  const gates = { mustPass: { criticality: 'high' } };
  const tags = (i: number) => ({ criticality: i < 5 ? 'high' : 'low' });
  const three = (answer: (i: number, repeat: number) => 0 | 1) =>
    observations(200, (i, repeat) => ({ pass: answer(i, repeat), cost: 500 }), 3);

  test('are broken when the candidate fails most repeats of what the baseline always passed', () => {
    const gate = gateOf(200, 'must-pass', {
      baseline: three(() => 1),
      candidates: [candidateOf(three((i, repeat) => (i === 3 && repeat < 2 ? 0 : 1)))],
      gates,
      tags,
    });
    expect(gate.status).toBe('failed');
    expect(gate.sentence).toBe('1 must-pass case of 5 broken: case-3.');
  });

  test('survive a single flip', () => {
    const gate = gateOf(200, 'must-pass', {
      baseline: three(() => 1),
      candidates: [candidateOf(three((i, repeat) => (i === 3 && repeat === 0 ? 0 : 1)))],
      gates,
      tags,
    });
    expect(gate.status).toBe('passed');
  });

  test('carry all of the marks, not just one of them', () => {
    const gate = gateOf(200, 'must-pass', {
      baseline: three(() => 1),
      candidates: [candidateOf(three((i) => (i === 3 ? 0 : 1)))],
      gates: { mustPass: { criticality: 'high', channel: 'chat' } },
      tags: (i) => ({ criticality: i < 5 ? 'high' : 'low', channel: i === 4 ? 'chat' : 'mail' }),
    });
    expect(gate.sentence).toBe('The only must-pass case is not broken.');
  });

  test('that the baseline fails itself are not held against a candidate', () => {
    const gate = gateOf(200, 'must-pass', {
      baseline: three((i) => (i === 3 ? 0 : 1)),
      candidates: [candidateOf(three((i) => (i === 3 ? 0 : 1)))],
      gates,
      tags,
    });
    expect(gate.sentence).toBe(
      'None of 5 must-pass cases is broken (1 that the baseline itself fails do not count).',
    );
  });
});

describe('the cost gate', () => {
  const noisy = (level: number) => observations(200, (i) => ({ cost: level + ((i * 131) % 97) }));

  test('passes a saving beyond the one required, and not one below it', () => {
    const at = (minimumSaving: number) =>
      gateOf(200, 'cost', {
        baseline: noisy(1000),
        candidates: [candidateOf(noisy(700))],
        gates: { cost: { minimumSaving } },
      });
    expect(at(0.2).status).toBe('passed');
    expect(at(0.2).sentence).toMatch(
      /^Cost falls 28\.\d % \(90 % interval 2\d\.\d to 2\d\.\d %\), more than the 20\.0 % required/,
    );
    expect(at(0.4).status).toBe('failed');
  });

  test('fails a candidate that saves nothing', () => {
    const gate = gateOf(200, 'cost', { baseline: noisy(1000), candidates: [candidateOf(noisy(1000))] });
    expect(gate.status).toBe('failed');
    expect(gate.sentence).toBe('Cost does not change: no case becomes cheaper.');
  });

  test('does not believe a saving that one declared worst case would eat up', () => {
    const gate = gateOf(200, 'cost', {
      baseline: noisy(1000),
      candidates: [candidateOf(noisy(700))],
      gates: { cost: { worstCase: '$0.0005' } },
    });
    expect(gate.status).toBe('undecided');
    expect(gate.missing?.cases).toBeGreaterThan(200);
  });

  test('takes the dearest request of either arm as the worst case when none is declared', () => {
    const runaway = observations(200, (i) => ({ cost: i === 0 ? 100_000 : 1000 }));
    const gate = gateOf(200, 'cost', { baseline: runaway, candidates: [candidateOf(noisy(900))] });
    expect(gate.status).not.toBe('passed');
  });
});

describe('latency and output length', () => {
  const slow = (cases: number, factor: number) =>
    observations(cases, (i) => ({ milliseconds: factor * (100 + ((i * 17) % 50)), cost: 500 }));
  const gates = { latency: { p95: { maximumIncrease: 0.1 }, p99: { maximumIncrease: 0.1 } } };

  test('pass when the percentile stays, and fail when it clearly grows', () => {
    const at = (factor: number) =>
      gateOf(400, 'latency p95', {
        baseline: slow(400, 1),
        candidates: [candidateOf(slow(400, factor))],
        gates,
      });
    expect(at(1).status).toBe('passed');
    expect(at(1.5).status).toBe('failed');
    expect(at(1.5).interval?.estimate).toBeCloseTo(0.5, 6);
  });

  test('need 59 cases for p95 and 299 for p99', () => {
    const at = (cases: number, name: string) =>
      gateOf(cases, name, { baseline: slow(cases, 1), candidates: [candidateOf(slow(cases, 1))], gates })
        .status;
    expect([at(58, 'latency p95'), at(59, 'latency p95')]).toEqual(['undecided', 'passed']);
    expect([at(298, 'latency p99'), at(299, 'latency p99')]).toEqual(['undecided', 'passed']);
  });

  test('that were read from recordings are not measured, and never pass', () => {
    const recorded = observations(400, (i) => ({ milliseconds: i === 0 ? null : 100, cost: 500 }));
    const [verdict] = judge(
      evidenceOf(400, { baseline: steady(400), candidates: [candidateOf(recorded)], gates }),
    );
    expect(verdict.gates.find(({ name }) => name === 'latency p95')?.status).toBe('not-measured');
    expect(verdict.kind).toBe('undecided');
  });

  test('the output length has its own percentile', () => {
    const gate = gateOf(400, 'output p95', {
      baseline: steady(400),
      candidates: [candidateOf(observations(400, () => ({ outputTokens: 40, cost: 500 })))],
      gates: { output: { p95Tokens: { maximumIncrease: 0.2 } } },
    });
    expect(gate.status).toBe('failed');
    expect(gate.sentence).toContain('20 tokens → 40 tokens');
  });
});

describe('failed requests and cut-off answers', () => {
  const failing = (cases: number, every: number) =>
    observations(cases, (i) => ({ failed: i % every === 0 ? 1 : 0, cost: 500 }));

  test('pass on a dataset of 300 where neither arm fails', () => {
    const [verdict] = judge(
      evidenceOf(300, { baseline: steady(300), candidates: [candidateOf(cheap(300))] }),
    );
    expect(verdict.kind).toBe('promote');
  });

  test('within the tolerance pass, significantly beyond it fail, and in between are undecided', () => {
    const at = (cases: number, every: number) =>
      gateOf(cases, 'failed requests', {
        baseline: steady(cases),
        candidates: [candidateOf(failing(cases, every))],
      });
    expect(at(400, 100).status).toBe('passed');
    expect(at(400, 20).status).toBe('failed');
    const between = at(100, 50);
    expect(between.status).toBe('undecided');
    expect(between.sentence).toContain('beyond the 1 point tolerated, but it may be chance');
  });

  test('cut-off answers are guarded in the same way', () => {
    const gate = gateOf(400, 'truncated answers', {
      baseline: steady(400),
      candidates: [candidateOf(observations(400, (i) => ({ truncated: i % 10 === 0 ? 1 : 0, cost: 500 })))],
    });
    expect(gate.status).toBe('failed');
    expect(gate.kind).toBe('output');
  });
});
