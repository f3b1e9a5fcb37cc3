import type { TestCase } from '../core/case.ts';
import type { Arm } from './arm.ts';
import type { ArmTrials } from './arm-trials.ts';
import { decideAtLook, lookSizes } from './early-stop.ts';
import type { Arms, CandidateArm } from './fit-arms.ts';
import { gatherEvidence } from './gather-evidence.ts';
import { lookOrder } from './look-order.ts';
import { isMustPass } from './must-pass-case.ts';
import type { Plan } from './plan.ts';
import { withRounds } from './record-verdicts.ts';
import type { Session } from './session.ts';
import { emptyGrid, fillGrid, type TrialGrid } from './trial-grid.ts';

/** Runs an arm on some of the test cases and puts the trials into its grid. */
type RunCases = (arm: Arm, positions: readonly number[], grid: TrialGrid) => Promise<TrialGrid>;

function caseRunner({ tune, test }: Plan, { runner, suite }: Session): RunCases {
  const warmUp = suite.stream?.start === 'warm' ? tune : [];
  return async (arm, positions, grid) => {
    const cases: readonly TestCase[] = positions.map((position) => test[position]);
    const trials = await runner.run(arm, cases, {
      phase: 'run',
      label: arm.name,
      repeats: suite.repeats,
      warmUp,
    });
    return fillGrid(grid, trials, positions, cases, suite.repeats);
  };
}

/** Runs one more arm on every test case. */
export async function runOneArm(arm: Arm, plan: Plan, session: Session): Promise<TrialGrid> {
  session.runner.expect(plan.test.length * session.suite.repeats);
  const everything = plan.test.map((_, position) => position);
  return caseRunner(plan, session)(arm, everything, emptyGrid(plan.test.length));
}

/** Runs the baseline, then every candidate one at a time, on every test case; or look by look with early stopping. */
export async function runArms(arms: Arms, plan: Plan, session: Session): Promise<ArmTrials> {
  const armsInAll = arms.candidates.length + (arms.original === undefined ? 1 : 2);
  session.runner.expect(armsInAll * plan.test.length * session.suite.repeats);
  const run = caseRunner(plan, session);
  if (session.suite.earlyStop !== undefined) return runInLooks(arms, plan, session, run);
  const everything = plan.test.map((_, position) => position);
  const empty = emptyGrid(plan.test.length);
  const baseline = await run(arms.baseline, everything, empty);
  const original = arms.original === undefined ? undefined : await run(arms.original, everything, empty);
  const candidates = new Map<string, TrialGrid>();
  for (const { arm } of arms.candidates) candidates.set(arm.name, await run(arm, everything, empty));
  return { baseline, original, candidates, stopped: new Map() };
}

/**
 * Cases in random order, all arms together: after each look a candidate goes on, or ends. One that ends because it is
 * good enough still meets every must-pass case.
 */
async function runInLooks(arms: Arms, plan: Plan, session: Session, run: RunCases): Promise<ArmTrials> {
  const { suite, runner } = session;
  const looks = suite.earlyStop?.looks ?? 1;
  const order = lookOrder(suite.seed, plan.test.length);
  const empty = emptyGrid(plan.test.length);
  let trials: ArmTrials = {
    baseline: empty,
    original: arms.original === undefined ? undefined : empty,
    candidates: new Map(arms.candidates.map(({ arm }) => [arm.name, empty])),
    stopped: new Map(),
  };
  const answer = async (candidates: readonly CandidateArm[], positions: readonly number[]): Promise<void> => {
    const notYet = (grid: TrialGrid): readonly number[] =>
      positions.filter((position) => grid[position].length === 0);
    const baseline = await run(arms.baseline, notYet(trials.baseline), trials.baseline);
    const original =
      arms.original === undefined || trials.original === undefined
        ? undefined
        : await run(arms.original, notYet(trials.original), trials.original);
    const grids = new Map(trials.candidates);
    for (const { arm } of candidates) {
      const grid = grids.get(arm.name) ?? empty;
      grids.set(arm.name, await run(arm, notYet(grid), grid));
    }
    trials = { ...trials, baseline, original, candidates: grids };
  };

  let active = arms.candidates;
  let seen = 0;
  for (const [index, size] of lookSizes(plan.test.length, looks).entries()) {
    if (active.length === 0) break;
    await answer(active, order.slice(seen, size));
    seen = size;
    const evidence = await withRounds(gatherEvidence(plan, arms, trials), plan, arms, session);
    const cases = order.slice(0, size);
    const stopped = new Map(trials.stopped);
    const goingOn: CandidateArm[] = [];
    for (const candidate of active) {
      const { name } = candidate.definition;
      const { decision } = decideAtLook({ evidence, candidate: name, look: index + 1, cases });
      if (decision === 'continue') {
        goingOn.push(candidate);
        continue;
      }
      stopped.set(name, { look: index + 1, looks, cases, reason: decision });
      if (decision === 'efficacy') {
        const mustPass = plan.test.flatMap((testCase, position) =>
          isMustPass(testCase, suite.gates.mustPass) ? [position] : [],
        );
        await answer([candidate], mustPass);
      }
    }
    trials = { ...trials, stopped };
    runner.expect(-(active.length - goingOn.length) * (plan.test.length - size) * suite.repeats);
    active = goingOn;
  }
  return trials;
}
