import { describe, expect, test } from 'vitest';
import {
  calibrationChart,
  calibrationMarkdown,
  withinLimit,
} from '../../src/experiment/calibration/report.ts';
import { addTallies, allWorlds, measure, simulate } from '../../src/experiment/calibration/simulate.ts';

const seed = 'small';

function measured(text: string, runs: number) {
  const world = allWorlds().find(({ name }) => name.includes(text));
  if (world === undefined) throw new Error(`no world is named like ${text}`);
  return measure(world, simulate(world, seed, 0, runs));
}

/** A small version of `npm run calibrate`: rates far from their limits, at a fixed seed. */
describe('false promotion at the boundary', () => {
  test.each([
    ['binary, discordance 5 %, δ .03, n 100', 600],
    ['binary, discordance 3 %, δ .02, n 400', 600],
    ['Likert, rare large drops, δ .06, n 50', 600],
    ['catastrophic, 3 % lose everything', 600],
    ['10 all-or-none clusters of 8', 600],
    ['mix: 80/20 sample of a 50/50 mix, loss', 400],
    ['20 candidates at the margin', 60],
    ['early stopping, four looks', 200],
    ['5 rounds, cases doubled', 200],
    ['cost: 1 % runaways, worst case configured, n 100', 600],
    ['drift: equal to a baseline', 400],
  ])('%s stays within α and Monte-Carlo error', (text, runs) => {
    const found = measured(text, runs);
    expect(found.rate).toBeLessThanOrEqual(found.limit ?? 0);
  });
});

describe('power', () => {
  test('an equal candidate is usually promoted', () => {
    expect(measured('binary, equal, discordance 10 %', 150).rate).toBeGreaterThan(0.85);
  });
  test('a drop of ten points is usually rejected on 60 cases', () => {
    expect(measured('10 points worse, δ .05, n 60', 300).rate).toBeGreaterThan(0.65);
  });
  test('early stopping runs fewer cases, and fewest for a bad candidate', () => {
    expect(measured('early stopping, equal', 100).meanCases).toBeLessThan(340);
    expect(measured('early stopping, 10 points worse', 100).meanCases).toBeLessThan(170);
  });
});

describe('the harness', () => {
  test('gives the same counts for the same seed, in one piece or in two', () => {
    const [world] = allWorlds();
    const whole = simulate(world, seed, 0, 40);
    expect(addTallies(simulate(world, seed, 0, 15), simulate(world, seed, 15, 40))).toEqual(whole);
  });

  test('names every world once', () => {
    const names = allWorlds().map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });

  test('marks a row that exceeds its limit in the report and the chart', () => {
    const [world] = allWorlds();
    const tally = { world: world.name, runs: 1000, promoted: 90, rejected: 0, covered: 0, cases: 0 };
    const found = measure(world, tally);
    expect(withinLimit(found)).toBe(false);
    const report = { runs: 1000, seed, resamples: 1000, measurements: [found] };
    expect(calibrationMarkdown(report)).toContain('**exceeds**');
    expect(calibrationChart(report)).toContain('#b3261e');
  });
});
