import { describe, expect, it } from 'vitest';
import type { Evidence, JudgeCalibration, JudgeCounts } from '../../../src/experiment/evidence.ts';
import { judge } from '../../../src/experiment/judge/judge.ts';
import { createRandom, nextUnit, type Random } from '../../../src/stats/random.ts';
import { candidateOf, evidenceOf, observations } from './evidence-of.ts';

const gateName = 'quality corrected for the judge';

function counts(sensitivity: number, specificity: number, each = 100): JudgeCounts {
  return {
    correct: each,
    correctAccepted: Math.round(sensitivity * each),
    incorrect: each,
    incorrectRejected: Math.round(specificity * each),
  };
}

function everyArm(all: JudgeCounts): JudgeCalibration {
  return { assertion: 'llm-rubric', all, arms: {} };
}

/** Evidence in which the baseline passes below one position and the candidate below another. */
function passing(
  cases: number,
  baselinePasses: number,
  candidatePasses: number,
  calibration: JudgeCalibration | undefined,
  fields: Partial<Evidence> = {},
): Evidence {
  const arm = (passes: number) => observations(cases, (position) => ({ pass: position < passes ? 1 : 0 }));
  const evidence = evidenceOf(cases, {
    baseline: arm(baselinePasses),
    candidates: [candidateOf(arm(candidatePasses))],
    gates: { quality: { margin: 0.1 } },
  });
  return { ...evidence, ...(calibration === undefined ? {} : { judge: calibration }), ...fields };
}

function gateOf(evidence: Evidence) {
  const [verdict] = judge(evidence, { resamples: 200 });
  return verdict.gates.find(({ name }) => name === gateName);
}

describe('quality that a judge decides', () => {
  it('is what it was for a judge that never errs, but for what its labels leave open', () => {
    const gate = gateOf(passing(400, 320, 312, everyArm(counts(1, 1, 1000))));
    expect(gate?.interval?.estimate).toBeCloseTo(-0.02, 12);
    expect(gate).toMatchObject({ status: 'passed', method: 'judge-corrected' });
    expect(gate?.details).toMatchObject({ before: 0.8, after: 0.78 });
  });

  it('differs more than the judge saw when the judge errs: the loss is divided by J', () => {
    const gate = gateOf(passing(400, 320, 312, everyArm(counts(0.9, 0.8))));
    expect(gate?.interval?.estimate).toBeCloseTo(-0.02 / 0.7, 12);
    expect(gate?.details?.['before']).toBeCloseTo((0.8 + 0.8 - 1) / 0.7, 12);
    expect(gate?.sentence).toContain('accepts 90 % of 100 right and rejects 80 % of 100 wrong answers');
  });

  it('has a wider interval the fewer labels there are', () => {
    const width = (each: number): number => {
      const arms = { baseline: counts(0.9, 0.8, each), smaller: counts(0.9, 0.8, each) };
      const interval = gateOf(passing(400, 320, 312, { assertion: 'llm-rubric', arms }))?.interval;
      return (interval?.high ?? 0) - (interval?.low ?? 0);
    };
    expect(width(20)).toBeGreaterThan(1.3 * width(200));
    expect(width(200)).toBeGreaterThan(width(20_000));
  });

  it('keeps a candidate from promotion that only a lenient judge likes', () => {
    const lenient = { baseline: counts(0.95, 0.95, 200), smaller: counts(0.95, 0.6, 200) };
    const evidence = passing(600, 480, 480, { assertion: 'llm-rubric', arms: lenient });
    const [verdict] = judge(evidence, { resamples: 200 });
    expect(verdict.gates.find(({ name }) => name === 'quality')?.status).toBe('passed');
    expect(verdict.gates.find(({ name }) => name === gateName)?.status).toBe('failed');
    expect(verdict.kind).toBe('reject');
  });

  it('has no second gate without labels', () => {
    expect(gateOf(passing(400, 320, 312, undefined))).toBeUndefined();
  });

  it.each([
    ['a judge no better than chance', everyArm(counts(0.5, 0.5)), /no better than chance/],
    ['a judge that always says yes', everyArm(counts(1, 0)), /no better than chance/],
    [
      'a handful of labels',
      everyArm(counts(1, 1, 5)),
      /10 labelled answers that are right and 10 that are wrong/,
    ],
    [
      'labels of another arm only',
      { assertion: 'llm-rubric', arms: { baseline: counts(0.9, 0.9) } },
      /no label is of answers of smaller/,
    ],
  ])('is undecided with %s, and says why', (_, calibration, reason) => {
    const gate = gateOf(passing(400, 320, 320, calibration));
    expect(gate?.status).toBe('undecided');
    expect(gate?.sentence).toMatch(reason);
    expect(judge(passing(400, 320, 320, calibration))[0].kind).not.toBe('promote');
  });

  it('is refused where scores decide, or where cases are too few', () => {
    const scored = evidenceOf(400, {
      baseline: observations(400, () => ({})),
      candidates: [candidateOf(observations(400, () => ({})))],
      gates: { quality: { measure: 'score' } },
    });
    expect(gateOf({ ...scored, judge: everyArm(counts(0.9, 0.9)) })?.sentence).toMatch(/by score/);
    expect(gateOf(passing(10, 8, 8, everyArm(counts(0.9, 0.9))))?.sentence).toMatch(/fewer than 29 cases/);
  });
});

/** One world: both arms have this true quality, a judge with these rates, and labels drawn by the same judge. */
function world(
  random: Random,
  { before, after }: { readonly before: number; readonly after: number },
  rates: { readonly [arm: string]: { readonly sensitivity: number; readonly specificity: number } },
): Evidence {
  const flip = (probability: number): 0 | 1 => (nextUnit(random) < probability ? 1 : 0);
  const judged = (arm: string, right: 0 | 1): 0 | 1 =>
    right === 1 ? flip(rates[arm].sensitivity) : flip(1 - rates[arm].specificity);
  const labels = (arm: string): JudgeCounts => {
    const accepted = Array.from({ length: 150 }, () => judged(arm, 1));
    const passed = Array.from({ length: 150 }, () => judged(arm, 0));
    const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
    return {
      correct: 150,
      correctAccepted: sum(accepted),
      incorrect: 150,
      incorrectRejected: 150 - sum(passed),
    };
  };
  const cases = 300;
  const draw = (arm: string, quality: number) => {
    const passes = Array.from({ length: cases }, () => judged(arm, flip(quality)));
    return observations(cases, (position) => ({ pass: passes[position] }));
  };
  const evidence = evidenceOf(cases, {
    baseline: draw('baseline', before),
    candidates: [candidateOf(draw('smaller', after))],
    gates: { quality: { margin: 0.1 } },
  });
  const arms = { baseline: labels('baseline'), smaller: labels('smaller') };
  return { ...evidence, judge: { assertion: 'llm-rubric', arms } };
}

describe('the corrected gate in simulated worlds', () => {
  const worlds = 400;
  const rate = (
    truth: { readonly before: number; readonly after: number },
    rates: Parameters<typeof world>[2],
    name: string,
  ): number => {
    const random = createRandom(`judged worlds ${JSON.stringify([truth, rates])}`);
    let passed = 0;
    for (let index = 0; index < worlds; index += 1) {
      const [verdict] = judge(world(random, truth, rates), { resamples: 100, decisionOnly: true });
      const gate = verdict.gates.find((found) => found.name === name);
      if (gate?.p !== undefined && gate.p <= 0.05) passed += 1;
    }
    return passed / worlds;
  };
  const honest = { sensitivity: 0.92, specificity: 0.9 };
  const lenient = { sensitivity: 0.97, specificity: 0.6 };
  const monteCarlo = 3 * Math.sqrt((0.05 * 0.95) / worlds);

  it('lets a loss of the margin through at most α of the time, whichever arm the judge favours', () => {
    const loss = { before: 0.8, after: 0.7 };
    expect(rate(loss, { baseline: honest, smaller: honest }, gateName)).toBeLessThan(0.05 + monteCarlo);
    expect(rate(loss, { baseline: honest, smaller: lenient }, gateName)).toBeLessThan(0.05 + monteCarlo);
    // What pairing alone would do with the same judge.
    expect(rate(loss, { baseline: honest, smaller: lenient }, 'quality')).toBeGreaterThan(0.3);
  });

  it('still passes an equal candidate often enough', () => {
    const equal = { before: 0.85, after: 0.85 };
    expect(rate(equal, { baseline: honest, smaller: honest }, gateName)).toBeGreaterThan(0.5);
  });
});
