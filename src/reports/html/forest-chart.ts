import { formatNumber } from '../format.ts';
import type { EstimateInterval } from '../report.ts';
import { shorten, visibleLine } from '../visible-text.ts';
import type { Charts } from './chart.ts';
import { sharedDomain, type Tone } from './interval-mark.ts';
import type { SafeHtml } from './safe-html.ts';

export interface ForestRow {
  readonly label: string;
  readonly interval: EstimateInterval;
  readonly tone: Tone;
  /** The figures, for the tooltip. */
  readonly text: string;
}

const tones: { readonly [tone in Tone]: string } = {
  promote: 'var(--promote)',
  reject: 'var(--reject)',
  undecided: 'var(--undecided)',
  neutral: 'var(--muted)',
};

/**
 * A forest plot: one row per label, a dot at the estimate, a line over the interval, arrows at unbounded ends, a
 * solid line at zero and a dashed one at the threshold. Values are fractions, shown times 100.
 */
export function forestChart(
  charts: Charts,
  options: {
    readonly title: string;
    readonly description: string;
    readonly axis: string;
    readonly suffix: string;
    readonly rows: readonly ForestRow[];
    readonly width: number;
    readonly labelWidth: number;
    readonly threshold?: number | null;
  },
): SafeHtml {
  const { title, description, axis, suffix, rows, width, labelWidth, threshold = null } = options;
  const { plot } = charts;
  const domain = sharedDomain(
    rows.map(({ interval }) => interval),
    threshold === null ? [] : [threshold],
  );
  const decimals = domain[1] - domain[0] < 0.06 ? 1 : 0;
  // Labels may repeat after shortening, rows may not: the axis runs over the rows' numbers.
  const numbered = rows.map((row, index) => ({ ...row, index }));
  const longest = Math.floor(labelWidth / 6.8);
  const colour = ({ tone }: ForestRow): string => tones[tone];
  const unboundedLow = numbered.filter(({ interval }) => interval.low === null);
  const unboundedHigh = numbered.filter(({ interval }) => interval.high === null);
  const arrow = { y: 'index', fill: colour, fontSize: 12 } as const;
  return charts.draw(title, description, {
    width,
    height: 58 + rows.length * 26,
    marginLeft: labelWidth + 12,
    marginRight: 16,
    marginTop: 8,
    marginBottom: 44,
    color: { type: 'identity' },
    x: {
      domain: [...domain],
      label: axis,
      grid: true,
      ticks: width > 500 ? 8 : 4,
      tickFormat: (value: number) => `${formatNumber(value * 100, decimals)}${suffix}`,
    },
    y: {
      type: 'band',
      domain: numbered.map(({ index }) => index),
      label: null,
      tickSize: 0,
      tickFormat: (index: number) => shorten(visibleLine(rows[index]?.label ?? ''), longest),
    },
    marks: [
      plot.ruleX([0], { stroke: 'var(--text)', strokeOpacity: 0.6 }),
      ...(threshold === null
        ? []
        : [plot.ruleX([threshold], { stroke: 'var(--text)', strokeOpacity: 0.6, strokeDasharray: '3 3' })]),
      plot.link(numbered, {
        y: 'index',
        x1: ({ interval }: ForestRow) => interval.low ?? domain[0],
        x2: ({ interval }: ForestRow) => interval.high ?? domain[1],
        stroke: colour,
        strokeWidth: 2,
        strokeOpacity: 0.6,
      }),
      plot.text(unboundedLow, { ...arrow, x: domain[0], text: () => '◀' }),
      plot.text(unboundedHigh, { ...arrow, x: domain[1], text: () => '▶' }),
      plot.dot(numbered, {
        y: 'index',
        x: ({ interval }: ForestRow) => interval.estimate,
        r: 4.5,
        fill: colour,
        title: ({ label, text }: ForestRow) => visibleLine(`${shorten(label, 80)}: ${text}`),
      }),
    ],
  });
}
