import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type PlanFacts, planGates } from '../../../src/experiment/judge/power-plan.ts';

const facts: PlanFacts = {
  units: 500,
  casesPerUnit: 1,
  margin: 0.05,
  alpha: 0.05,
  round: 0,
  candidates: 1,
  slices: [],
  deviation: Math.sqrt(0.09),
  original: false,
};

describe('the plan of a suite', () => {
  test('gives the smallest drop and the cases that the margin asks for', () => {
    const plan = planGates(facts);
    // (1.644854 + 0.841621)² · .09 / .05² and 2.486475 · .3 / √500
    expect(plan.casesForMargin).toBe(223);
    expect(plan.smallestDetectableDrop).toBeCloseTo(0.03336, 5);
    expect(plan.minimumCases).toBe(59);
  });

  test('an equal candidate passes four slices of 125 at a margin of 5 points in about one run in eight', () => {
    const slices = ['a', 'b', 'c', 'd'].map((name) => ({ name, cases: 125, margin: 0.05 }));
    expect(planGates({ ...facts, slices }).chanceOfAll).toBeGreaterThan(0.1);
    expect(planGates({ ...facts, slices }).chanceOfAll).toBeLessThan(0.15);
  });

  test('harm slices cost an equal candidate at most α', () => {
    const slices = ['a', 'b', 'c', 'd'].map((name) => ({ name, cases: 125 }));
    const plan = planGates({ ...facts, slices });
    expect(plan.chanceOfAll).toBeCloseTo(plan.chanceOfQuality * 0.95, 12);
  });

  test('assumes that one case in ten changes sides when nothing is known', () => {
    const { deviation: _, ...unknown } = facts;
    expect(planGates(unknown)).toEqual(planGates({ ...facts, deviation: Math.sqrt(0.1) }));
  });

  test('counts cases through clusters', () => {
    const plan = planGates({ ...facts, units: 100, casesPerUnit: 5 });
    expect(plan.minimumCases).toBe(295);
    expect(plan.casesForMargin).toBe(1115);
  });

  test('too few cases have no chance', () => {
    expect(planGates({ ...facts, units: 58 }).chanceOfQuality).toBe(0);
    expect(planGates({ ...facts, units: 0 }).chanceOfAll).toBe(0);
  });

  test('later rounds have less chance and ask for more cases', () => {
    const [all, first, second] = [0, 1, 2].map((round) => planGates({ ...facts, units: 200, round }));
    expect(first.requiredP).toBe(all.requiredP / 2);
    expect(second.requiredP).toBe(all.requiredP / 4);
    expect(second.chanceOfQuality).toBeLessThan(first.chanceOfQuality);
    expect(second.casesForMargin).toBeGreaterThan(first.casesForMargin);
  });

  test('more cases, a wider margin and fewer candidates never lower the chance', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 60, max: 2000 }),
        fc.integer({ min: 1, max: 20 }),
        fc.double({ min: 0.02, max: 0.2, noNaN: true }),
        (units, candidates, margin) => {
          const chance = (more: Partial<PlanFacts>): number =>
            planGates({ ...facts, units, candidates, margin, ...more }).chanceOfAll;
          expect(chance({ units: units + 50 })).toBeGreaterThanOrEqual(chance({}));
          expect(chance({ candidates: candidates + 1 })).toBeLessThanOrEqual(chance({}));
          expect(chance({ margin: margin * 1.1 })).toBeGreaterThanOrEqual(chance({}) - 1e-12);
        },
      ),
      { seed: 11 },
    );
  });
});
