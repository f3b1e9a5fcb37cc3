import { z } from 'zod';
import { type Case, type Split, splits } from '../core/case.ts';
import { unknownName } from '../core/errors.ts';
import type { Locate, Report } from './yaml-file.ts';

export const streamSchema = z
  .strictObject({
    timestamp: z.string().min(1).describe('Metadata key of the time of arrival, ISO 8601 with a time zone.'),
    canonical: z
      .string()
      .min(1)
      .describe('Metadata key of the canonical request: requests that share it have the same answer.'),
    start: z
      .enum(['cold', 'warm'])
      .default('cold')
      .describe('What levers remember when the test split begins: nothing, or the tune split.'),
  })
  .describe('The tests are requests in order of arrival. Splits are then contiguous in time.');

export type Stream = z.output<typeof streamSchema>;

const timePattern = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})$/;

function arrivalOf(text: string | undefined): number | undefined {
  const time = text === undefined || !timePattern.test(text) ? Number.NaN : Date.parse(text);
  return Number.isNaN(time) ? undefined : time;
}

/**
 * The cases with their places in the stream. Reports what makes them no stream: a missing key, a time that is none,
 * cases out of order, splits that are not contiguous in time.
 *
 * @param shares Splits as shares: they are cut in order of arrival.
 */
export function readStream(
  cases: readonly Case[],
  { timestamp, canonical }: Stream,
  shares: { readonly [name in Split]: number } | undefined,
  locate: Locate,
  report: Report,
): readonly Case[] {
  const known = [...new Set(cases.flatMap(({ tags }) => Object.keys(tags)))];
  for (const [name, key] of Object.entries({ timestamp, canonical })) {
    if (!known.includes(key)) report(unknownName('metadata key', key, known, locate(['stream', name])));
  }
  if (!known.includes(timestamp) || !known.includes(canonical)) return cases;

  let latest = Number.NEGATIVE_INFINITY;
  const placed = cases.map((candidate, position): Case => {
    const { tags, location } = candidate;
    const arrival = arrivalOf(tags[timestamp]);
    const label = tags[canonical];
    if (arrival === undefined) {
      const message = `"${timestamp}" must be a time in ISO 8601 with a time zone, for example 2026-03-02T09:30:00Z.`;
      report({ message, location, ...(tags[timestamp] === undefined ? {} : { found: tags[timestamp] }) });
    }
    if (label === undefined) report({ message: `the case has no "${canonical}".`, location });
    if (arrival === undefined || label === undefined) return candidate;
    if (arrival < latest) {
      report({ message: 'the case arrived before the one above it; a stream is sorted by time.', location });
    }
    latest = Math.max(latest, arrival);
    return inSplit({ ...candidate, stream: { arrival, canonical: label } }, position / cases.length, shares);
  });
  checkContiguous(placed, report);
  return placed;
}

function inSplit(
  candidate: Case,
  position: number,
  shares: { readonly [name in Split]: number } | undefined,
): Case {
  if (shares === undefined) return candidate;
  const { split: _, ...fields } = candidate;
  if (position < shares.train) return { ...fields, split: 'train' };
  return position < shares.train + shares.tune ? { ...fields, split: 'tune' } : { ...fields, split: 'test' };
}

/** Fitting must not see what comes after the first test case, so train comes before tune and tune before test. */
function checkContiguous(cases: readonly Case[], report: Report): void {
  let reached = 0;
  for (const { split, location } of cases) {
    const rank = splits.indexOf(split);
    if (rank < reached) {
      report({
        message: `the case is in "${split}" after cases of "${splits[reached]}"; the splits of a stream follow each other in time: train, tune, test.`,
        location,
      });
      return;
    }
    reached = rank;
  }
}
