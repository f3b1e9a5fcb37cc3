import type { EstimateInterval } from '../report.ts';
import { html, type SafeHtml } from './safe-html.ts';

/** How a mark is coloured: by verdict, or by what the interval says. */
export type Tone = 'promote' | 'reject' | 'undecided' | 'neutral';

/** Green or red only when the whole interval lies on one side of zero. */
export function toneOf({ low, high }: EstimateInterval): Tone {
  if (high !== null && high < 0) return 'reject';
  if (low !== null && low > 0) return 'promote';
  return 'neutral';
}

/** The range that holds every finite end, zero and `extra`, with a little room. */
export function sharedDomain(
  intervals: readonly (EstimateInterval | null)[],
  extra: readonly number[] = [],
): readonly [number, number] {
  const values = [
    0,
    ...extra,
    ...intervals.flatMap((interval) =>
      interval === null ? [] : [interval.estimate, interval.low ?? 0, interval.high ?? 0],
    ),
  ];
  const finite = values.filter(Number.isFinite);
  const low = finite.reduce((least, value) => Math.min(least, value), 0);
  const high = finite.reduce((most, value) => Math.max(most, value), 0);
  const room = (high - low) * 0.06 || 0.01;
  return [low - room, high + room];
}

const width = 132;
const height = 18;
const middle = height / 2;

/**
 * A small drawing of an estimate and its interval on a shared range, with a line at zero and a dashed one at the
 * threshold. An unbounded end runs to the edge and ends in an arrow. The figures stand beside it as text.
 */
export function intervalMark(
  interval: EstimateInterval,
  domain: readonly [number, number],
  tone: Tone,
  threshold?: number | null,
): SafeHtml {
  const [from, to] = domain;
  const at = (value: number): number =>
    Math.round(Math.min(width, Math.max(0, ((value - from) / (to - from)) * width)) * 10) / 10;
  const left = interval.low === null ? 1 : at(interval.low);
  const right = interval.high === null ? width - 1 : at(interval.high);
  const arrow = (x: number, direction: number): SafeHtml =>
    html`<path class="end" d="M${x + 5 * direction},${middle - 4}L${x},${middle}L${x + 5 * direction},${middle + 4}"/>`;
  const limit =
    threshold === undefined || threshold === null
      ? undefined
      : html`<line class="limit" x1="${at(threshold)}" x2="${at(threshold)}" y1="0" y2="${height}"/>`;
  return html`<svg class="mark tone-${tone}" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" aria-hidden="true"><line class="zero" x1="${at(0)}" x2="${at(0)}" y1="0" y2="${height}"/>${limit}<line class="range" x1="${left}" x2="${right}" y1="${middle}" y2="${middle}"/>${interval.low === null ? arrow(1, 1) : undefined}${interval.high === null ? arrow(width - 1, -1) : undefined}<circle cx="${at(interval.estimate)}" cy="${middle}" r="4"/></svg>`;
}
