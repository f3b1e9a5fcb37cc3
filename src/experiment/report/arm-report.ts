import { addMoney, dollars, type NanoDollars } from '../../core/money.ts';
import { countCalls } from '../../core/share.ts';
import type { Charge, ScoredTrial } from '../../core/trial.ts';
import type { Interval } from '../../core/verdict.ts';
import type { ArmReport } from '../../reports/report.ts';
import { percentile } from '../../stats/bootstrap-percentile.ts';
import type { Arm } from '../arm.ts';
import type { Evidence, Observations } from '../evidence.ts';
import { summariseArm } from '../judge/summary.ts';
import type { TrialGrid } from '../trial-grid.ts';

type StepCost = ArmReport['steps'][number];

function inputTokens({ charges }: ScoredTrial): number {
  return charges.reduce((sum, { usage }) => sum + usage.inputTokens, 0);
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}

function spread(values: readonly number[]): { readonly mean: number; readonly p95: number } {
  return { mean: mean(values), p95: values.length === 0 ? 0 : percentile(values, 0.95) };
}

/** What each step and purpose cost, for a thousand logical requests, in the order in which they were first seen. */
function costBySteps(trials: readonly ScoredTrial[]): readonly StepCost[] {
  const groups = new Map<string, Charge[]>();
  for (const { charges } of trials) {
    for (const charge of charges) {
      const key = JSON.stringify([charge.step, charge.purpose, charge.model]);
      const group = groups.get(key) ?? [];
      group.push(charge);
      groups.set(key, group);
    }
  }
  const perThousand = (amount: NanoDollars): number => (dollars(amount) * 1000) / trials.length;
  return [...groups.values()].map((charges) => {
    const calls = countCalls(charges);
    const perCall = (tokens: 'inputTokens' | 'outputTokens'): number =>
      charges.reduce((sum, { usage }) => sum + usage[tokens], 0) / Math.max(1, calls);
    return {
      step: charges[0].step,
      purpose: charges[0].purpose,
      model: charges[0].model,
      calls,
      costPerThousand: perThousand(addMoney(...charges.map(({ asBilled }) => asBilled))),
      inputTokens: perCall('inputTokens'),
      outputTokens: perCall('outputTokens'),
    };
  });
}

/** Without a single usable case nothing is known: anything between 0 and 1. */
function meanOf(quality: Interval | null): ArmReport['quality'] {
  return quality === null
    ? { mean: 0, low: 0, high: 1 }
    : { mean: quality.estimate, low: quality.low, high: quality.high };
}

/** The figures of one arm. */
export function reportArm(
  arm: Arm,
  optimization: string | null,
  grid: TrialGrid,
  observations: Observations,
  evidence: Evidence,
): ArmReport {
  const trials = grid.flat();
  const summary = summariseArm(evidence, observations);
  return {
    name: arm.name,
    optimization,
    stack: arm.stack.map(({ optimization: lever, artifact }) => lever.describe(artifact)),
    quality: meanOf(summary.quality),
    costPerThousand: ((summary.costMean ?? 0) * 1000) / 1e9,
    steps: costBySteps(trials),
    latency: summary.latency,
    outputTokens: summary.outputTokens ?? { mean: 0, p95: 0 },
    inputTokens: spread(trials.map(inputTokens)),
    truncationRate: summary.truncationRate ?? 0,
    failureRate: summary.failureRate ?? 0,
  };
}
