import { nanoDollarsFromDollars } from '../../core/money.ts';
import type { Setting } from './context.ts';
import { sampleMean } from './measure.ts';

/**
 * (1 − r)·b̄ − worst for one whole pseudo-cluster of the largest size: the dearest cluster seen, or one request at the
 * configured or dearest seen cost among ordinary ones, whichever is worse. Costs of both arms count: what the
 * baseline's dearest request cost can happen to the candidate.
 */
export function worstExcess(setting: Setting, baseline: Float64Array, candidate: Float64Array): number {
  const { evidence, sample } = setting;
  const threshold = 1 - evidence.gates.cost.minimumSaving;
  const configured = evidence.gates.cost.worstCase;
  // Only what was seen at the look: cases run after an early stop must not change what was decided there.
  const seen = setting.candidate.stopped?.cases;
  const observed = Math.max(
    largest(setting.baseline.cost, seen),
    largest(setting.candidate.observations.cost, seen),
  );
  const worst = Math.max(
    observed,
    configured === undefined ? 0 : nanoDollarsFromDollars(Number(configured.slice(1))),
  );
  const usualBaseline = sampleMean(sample, baseline);
  if (sample.clusters === undefined) return threshold * usualBaseline - worst;
  const sizes = new Map<string, { size: number; baseline: number; candidate: number }>();
  sample.clusters.forEach((label, index) => {
    const known = sizes.get(label) ?? { size: 0, baseline: 0, candidate: 0 };
    sizes.set(label, {
      size: known.size + 1,
      baseline: known.baseline + baseline[index],
      candidate: known.candidate + candidate[index],
    });
  });
  let size = 1;
  let dearest = 0;
  for (const cluster of sizes.values()) {
    size = Math.max(size, cluster.size);
    dearest = Math.max(dearest, cluster.baseline / cluster.size, cluster.candidate / cluster.size);
  }
  const oneRunaway = (worst + (size - 1) * sampleMean(sample, candidate)) / size;
  return threshold * usualBaseline - Math.max(dearest, oneRunaway);
}

function largest(
  rows: readonly (readonly number[])[],
  positions: readonly number[] = Array.from(rows.keys()),
): number {
  let most = 0;
  for (const position of positions) {
    for (const cost of rows[position] ?? []) if (Number.isFinite(cost)) most = Math.max(most, cost);
  }
  return most;
}
