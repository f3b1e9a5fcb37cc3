import { effectiveNumber } from '../../stats/post-stratify.ts';
import type { Mix } from '../../suite/gates.ts';
import type { EvidenceCase, Observations } from '../evidence.ts';
import { dependentCases } from './dependent-cases.ts';

/** The cases that a gate compares, with what makes them dependent or unequally important. */
export interface Sample {
  /** Indices into the evidence's cases. */
  readonly positions: readonly number[];
  /** One label per position; undefined when every case stands alone. */
  readonly clusters?: readonly string[];
  /** One weight per position, averaging 1; undefined when no mix is declared. */
  readonly weights?: Float64Array;
  /** Independent units: clusters, or cases where there are no clusters. */
  readonly units: number;
  /** What the smallest number of cases is compared with: units, and Kish's effective number under weights. */
  readonly effective: number;
  /** Kish's number over the weight of each unit; degrees of freedom follow from it. */
  readonly balanced: number;
  /** Cases left out because the mix gives their tag no share of the traffic. */
  readonly outsideMix: number;
  /** Why no estimate stands for the traffic, as a sentence; undefined when nothing is wrong. */
  readonly problem?: string;
}

/** A tag's own value; names such as `constructor` never reach the prototype. */
export function tagOf(found: EvidenceCase | undefined, tag: string): string | undefined {
  return found !== undefined && Object.hasOwn(found.tags, tag) ? found.tags[tag] : undefined;
}

/**
 * The sample at some positions. Cases without a cluster in a suite that has clusters stand alone. A declared mix makes
 * weights (post-stratification); a share of the mix without any case is a problem, because traffic that was not
 * evaluated cannot be weighted into being.
 *
 * @param arms the arms that are compared: cases that one call of theirs answered together are one cluster
 */
export function sampleOf(
  cases: readonly EvidenceCase[],
  positions: readonly number[],
  mix: Mix | undefined,
  arms: readonly Pick<Observations, 'sharedCalls'>[],
): Sample {
  const valid = [...new Set(positions)].filter((position) => cases[position] !== undefined);
  const inMix =
    mix === undefined
      ? valid
      : valid.filter((position) => shareOf(mix, tagOf(cases[position], mix.tag)) !== undefined);
  const clusters = clusterLabels(dependentCases(cases, arms), inMix);
  const weighting = mix === undefined ? {} : weigh(cases, inMix, mix);
  const problem =
    valid.length < new Set(positions).size
      ? 'The evidence names cases that it does not hold.'
      : inMix.length === 0
        ? 'There are no cases to judge.'
        : weighting.problem;
  return describe({
    positions: inMix,
    ...(clusters === undefined ? {} : { clusters }),
    ...(weighting.weights === undefined ? {} : { weights: weighting.weights }),
    outsideMix: valid.length - inMix.length,
    ...(problem === undefined ? {} : { problem }),
  });
}

/** The part of a sample for which `keep` holds; weights and clusters stay as they are. */
export function restrict(sample: Sample, keep: (position: number) => boolean): Sample {
  const kept = sample.positions.flatMap((position, index) => (keep(position) ? [index] : []));
  const labels = sample.clusters;
  const weights = sample.weights;
  const clusters = labels === undefined ? undefined : kept.map((index) => labels[index]);
  const repeated = clusters !== undefined && new Set(clusters).size < clusters.length;
  return describe({
    positions: kept.map((index) => sample.positions[index]),
    ...(repeated ? { clusters } : {}),
    ...(weights === undefined ? {} : { weights: Float64Array.from(kept, (index) => weights[index]) }),
    outsideMix: 0,
    ...(sample.problem === undefined ? {} : { problem: sample.problem }),
  });
}

function describe(parts: Omit<Sample, 'units' | 'effective' | 'balanced'>): Sample {
  const { positions, clusters, weights } = parts;
  if (clusters === undefined && weights === undefined) {
    return { ...parts, units: positions.length, effective: positions.length, balanced: positions.length };
  }
  const total = new Map<string | number, number>();
  positions.forEach((position, index) => {
    const unit = clusters?.[index] ?? position;
    total.set(unit, (total.get(unit) ?? 0) + (weights?.[index] ?? 1));
  });
  const balanced = total.size === 0 ? 0 : effectiveNumber([...total.values()]);
  const effective = weights === undefined ? total.size : Math.min(total.size, balanced);
  return { ...parts, units: total.size, effective, balanced };
}

function clusterLabels(
  cases: readonly EvidenceCase[],
  positions: readonly number[],
): readonly string[] | undefined {
  if (positions.every((position) => cases[position].cluster === undefined)) return undefined;
  const labels = positions.map((position) => {
    const { cluster, id } = cases[position];
    return cluster === undefined ? `case ${position} ${id}` : `cluster ${cluster}`;
  });
  return new Set(labels).size < labels.length ? labels : undefined;
}

function shareOf(mix: Mix, value: string | undefined): number | undefined {
  return value !== undefined && Object.hasOwn(mix.shares, value) ? mix.shares[value] : undefined;
}

function weigh(
  cases: readonly EvidenceCase[],
  positions: readonly number[],
  mix: Mix,
): { readonly weights?: Float64Array; readonly problem?: string } {
  const counts = new Map<string, number>();
  for (const position of positions) {
    const value = tagOf(cases[position], mix.tag) ?? '';
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  const missing = Object.keys(mix.shares).filter((value) => !counts.has(value));
  const weights = Float64Array.from(positions, (position) => {
    const value = tagOf(cases[position], mix.tag) ?? '';
    return ((shareOf(mix, value) ?? 0) * positions.length) / (counts.get(value) ?? 1);
  });
  if (missing.length === 0) return { weights };
  const share = missing.reduce((sum, value) => sum + (shareOf(mix, value) ?? 0), 0);
  return {
    weights,
    problem: `No case has ${mix.tag}=${missing.join(' or ')}, which is ${(100 * share).toFixed(0)} % of the traffic, so nothing here stands for all of it.`,
  };
}
