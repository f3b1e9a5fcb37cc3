import type { Score } from '../../core/trial.ts';
import type { PromptfooGrade } from '../promptfoo-types.ts';
import { type Entry, isSet } from './read-assertions.ts';

/** promptfoo gives a script's own number through; a score is in [0, 1]. */
export function unit(score: number): number {
  return Number.isFinite(score) ? Math.min(1, Math.max(0, score)) : 0;
}

/**
 * One score for each assertion, in their order. A set has the score that counts, with its weight, and after it its
 * members with weight 0; so the weighted mean of all is the score of the case.
 *
 * promptfoo lists the results flat: each is followed by its own component results.
 */
export function scoresFrom(entries: readonly Entry[], results: readonly PromptfooGrade[]): readonly Score[] {
  const scores: Score[] = [];
  let position = 0;
  for (const entry of entries) {
    const result = results[position];
    if (result === undefined) break;
    const components = result.componentResults ?? [];
    position += 1 + components.length;
    scores.push(scoreOf(entry, result, entry.weight ?? 1));
    if (isSet(entry)) scores.push(...membersOf(entry.assert, components));
  }
  return scores;
}

function membersOf(members: readonly Entry[], results: readonly PromptfooGrade[]): readonly Score[] {
  return scoresFrom(members, results).map((score) => ({
    ...score,
    assertion: `assert-set > ${score.assertion}`,
    weight: 0,
  }));
}

function scoreOf(entry: Entry, { pass, score, reason }: PromptfooGrade, weight: number): Score {
  return {
    assertion: entry.type,
    ...(entry.metric === undefined ? {} : { metric: entry.metric }),
    score: unit(score),
    weight,
    pass,
    reason,
  };
}

/** An assertion that could not be looked at; weight 0 keeps it out of the case's score. */
export function notMeasured(entry: Entry, reason: string): Score {
  return {
    assertion: entry.type,
    ...(entry.metric === undefined ? {} : { metric: entry.metric }),
    score: 0,
    weight: 0,
    pass: false,
    reason,
  };
}
