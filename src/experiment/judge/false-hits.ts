import { binomialCdf } from '../../stats/binomial.ts';
import { clopperPearsonInterval, clopperPearsonLower } from '../../stats/clopper-pearson.ts';
import { clusterMean } from '../../stats/cluster.ts';
import { minimumCasesWithoutFailure } from '../../stats/power.ts';
import { tInterval } from '../../stats/t-inference.ts';
import type { EvidenceHit } from '../evidence.ts';
import { missingSentence } from './cases-needed.ts';
import type { Setting } from './context.ts';
import { type Finding, untestable } from './finding.ts';
import * as words from './wording.ts';

/**
 * How often an answer that was made for a similar request is the wrong one. What was chosen on the tune split is confirmed
 * once on the test split: the Clopper–Pearson bound over different (request, entry) pairs, each counted once, because
 * on traffic where a few pairs make most of the hits the bound over hits errs far too often. The share in traffic and
 * its bound by cluster stand beside it. A candidate that gave no such answer has no such gate.
 */
export function judgeFalseHits(setting: Setting): readonly Finding[] {
  const { hits } = setting.candidate;
  if (hits === undefined || hits.length === 0) return [];
  const { maximumRate } = setting.evidence.gates.falseHits;
  const pairs = new Map<string, boolean>();
  for (const { pair, wrong } of hits) pairs.set(pair, wrong || pairs.get(pair) === true);
  const trials = pairs.size;
  const failures = [...pairs.values()].filter((wrong) => wrong).length;
  const traffic = inTraffic(setting, hits);
  const fields = {
    kind: 'false-hits',
    name: 'false hits',
    unit: 'share',
    threshold: maximumRate,
    method: 'clopper-pearson',
    interval: clopperPearsonInterval({ successes: failures, trials, confidence: setting.confidence }),
    details: {
      'hits on similar requests': hits.length,
      'different pairs': trials,
      'wrong pairs': failures,
      'share of wrong hits in traffic': traffic.share,
      'upper bound in traffic, by cluster': traffic.upperBound,
    },
  } as const;
  const shown = `Similar requests got a wrong answer in ${failures} of ${words.count(trials, 'different pair')} (${words.percent(failures / trials)}, ${words.percentInterval(fields.interval, setting.confidence)}; in traffic ${words.percent(traffic.share)} of ${words.count(hits.length, 'hit')}, by question at most ${words.percent(traffic.upperBound)})`;
  const needed = minimumCasesWithoutFailure({ margin: maximumRate, alpha: setting.alpha });
  if (trials < needed && failures === 0) {
    const cases = casesFor(needed - trials, trials, setting);
    const missing = { cases, reason: 'to show that false hits stay below the limit' };
    const sentence = `${shown}: not enough labelled hits to show at most ${words.percent(maximumRate)} (have ${trials}, need ${needed})${missingSentence(missing)}.`;
    return [untestable({ ...fields, sentence, missing })];
  }
  const lower = clopperPearsonLower({ successes: failures, trials, confidence: 1 - setting.alpha });
  const p = binomialCdf(failures, trials, maximumRate);
  return [
    {
      ...fields,
      test: 'statistical',
      p,
      worse: lower > maximumRate,
      missing: () => undefined,
      sentence: (ruling) => {
        const limit = `the ${words.percent(maximumRate)} tolerated`;
        if (ruling.status === 'passed')
          return `${shown}, shown to be below ${limit} (${words.ruledP(p, ruling)}).`;
        if (ruling.status === 'failed') return `${shown}: more than ${limit}.`;
        return `${shown}, not shown to be below ${limit} (${words.ruledP(p, ruling)}).`;
      },
    },
  ];
}

/** Cases that would bring so many more pairs, at the rate of this run. */
function casesFor(pairs: number, seen: number, { evidence }: Setting): number {
  return Math.ceil((pairs / seen) * evidence.cases.length);
}

/**
 * The share of hits that were wrong as customers meet them, and its upper bound with canonical requests as clusters, after one more
 * cluster of the largest size whose hits are all wrong (bad clusters that have not shown yet).
 */
function inTraffic(
  { evidence, alpha }: Setting,
  hits: readonly EvidenceHit[],
): { readonly share: number; readonly upperBound: number } {
  const values = hits.map(({ wrong }) => (wrong ? 1 : 0));
  const clusters = hits.map(({ case: position }) => {
    const { cluster, id } = evidence.cases[position];
    return cluster ?? id;
  });
  const share = values.reduce<number>((sum, value) => sum + value, 0) / hits.length;
  const bound = clusterMean({ values, clusters, pseudoClusters: [1] });
  return { share, upperBound: Math.min(1, tInterval(bound, 1 - 2 * alpha).high) };
}
