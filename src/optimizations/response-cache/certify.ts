import { z } from 'zod';
import { fixedSequenceTest } from '../../stats/learn-then-test.ts';
import { minimumCasesWithoutFailure } from '../../stats/power.ts';
import { type RecordedRequest, replayCache } from './replay.ts';
import type { CacheSettings } from './settings.ts';

const stepSchema = z.strictObject({
  threshold: z.number(),
  /** Share of requests that were answered by the semantic tier. */
  hitRate: z.number(),
  /** Different (request, entry) pairs among its hits, and how many of them were wrong. */
  pairs: z.number().int(),
  wrong: z.number().int(),
  /** Clopper–Pearson upper bound of the share of wrong pairs. */
  upperBound: z.number(),
  outcome: z.enum(['too-few', 'certified', 'refused', 'untested']),
  /** Misses for which more neighbours than were looked at might have held a hit. */
  exhausted: z.number().int(),
});

export const certificateSchema = z.strictObject({
  /** Certified threshold; null when the semantic tier stays off. */
  threshold: z.number().nullable(),
  reason: z.enum(['certified', 'too-few-labels', 'too-many-false-hits']),
  /** Labelled hits at the laxest threshold, and how many it takes to show the target without a single error. */
  labelled: z.number().int(),
  needed: z.number().int(),
  steps: z.array(stepSchema),
});

export type Certificate = z.output<typeof certificateSchema>;

/** Neighbours that are looked at for each request. */
export const storedNeighbours = 32;

/**
 * Replays labelled traffic at each threshold, from the strictest on, and certifies the laxest one of an unbroken row whose share of
 * wrong hits is shown to be at most the target (Learn-then-Test). Popular pairs count once: a thousand requests for one
 * pair are one piece of evidence.
 */
export function certifyThreshold(
  requests: readonly RecordedRequest[],
  settings: Pick<CacheSettings, 'tiers' | 'maximumEntries' | 'semantic'>,
): Certificate {
  const { thresholds, maximumFalseHits, confidence } = settings.semantic;
  const replays = thresholds.map((threshold) => {
    const { hits, exhausted } = replayCache(requests, settings, threshold, storedNeighbours);
    const pairs = new Map<string, boolean>();
    let semantic = 0;
    for (const hit of hits) {
      if (hit?.tier !== 'semantic') continue;
      semantic += 1;
      const asked = requests[hit.request];
      const source = requests[hit.source];
      const pair = JSON.stringify([
        asked.query.key.namespace,
        asked.query.key.normalised,
        source.query.key.normalised,
      ]);
      pairs.set(pair, pairs.get(pair) === true || asked.label !== source.label);
    }
    const wrong = [...pairs.values()].filter((isWrong) => isWrong).length;
    const hitRate = requests.length === 0 ? 0 : semantic / requests.length;
    return { threshold, hitRate, pairs: pairs.size, wrong, exhausted };
  });
  const result = fixedSequenceTest({
    thresholds: replays.map(({ threshold, pairs, wrong }) => ({ threshold, trials: pairs, failures: wrong })),
    target: maximumFalseHits,
    alpha: 1 - confidence,
  });
  const labelled = Math.max(...replays.map(({ pairs }) => pairs));
  return {
    threshold: result.kind === 'certified' ? result.threshold : null,
    reason:
      result.kind === 'certified'
        ? 'certified'
        : result.reason === 'too-few-trials'
          ? 'too-few-labels'
          : 'too-many-false-hits',
    labelled,
    needed: minimumCasesWithoutFailure({ margin: maximumFalseHits, alpha: 1 - confidence }),
    steps: replays.map((replay, index) => {
      const { upperBound, outcome } = result.steps[index];
      return { ...replay, upperBound, outcome };
    }),
  };
}
