import { costFigures, costInterval, verdictOrder, verdictWords } from '../figures.ts';
import { formatInterval, formatNumber, formatPercent } from '../format.ts';
import type { Report } from '../report.ts';
import { shorten, visibleLine } from '../visible-text.ts';
import { type Charts, figure, type Key, legend, type PlotOptions } from './chart.ts';
import { placeLabels, type Side } from './label-placement.ts';
import { nothing, type SafeHtml } from './safe-html.ts';
import { dataTable } from './table.ts';

interface Point {
  readonly name: string;
  readonly key: Key;
  readonly frontier: boolean;
  readonly cost: number;
  /** Infinite where the interval is unbounded, the cost itself where there is none. */
  readonly costLow: number;
  readonly costHigh: number;
  readonly quality: number;
  readonly low: number;
  readonly high: number;
  readonly costText: string;
  readonly costRange: string;
}

function collect(report: Report): readonly Point[] {
  const costs = costFigures(report);
  const fixed = (arm: Report['baseline'], name: string, frontier: boolean): Point => ({
    name,
    key: 'baseline',
    frontier,
    cost: costs.axisValue(arm.costPerThousand),
    costLow: costs.axisValue(arm.costPerThousand),
    costHigh: costs.axisValue(arm.costPerThousand),
    quality: arm.quality.mean,
    low: arm.quality.low,
    high: arm.quality.high,
    costText: costs.perThousand(arm.costPerThousand),
    costRange: '–',
  });
  const { baseline, original } = report;
  const beaten = report.candidates.some(
    (each) => each.costPerThousand <= baseline.costPerThousand && each.quality.mean >= baseline.quality.mean,
  );
  return [
    fixed(baseline, baseline.name, !beaten),
    ...(original === null ? [] : [fixed(original, original.name, false)]),
    ...report.candidates.map((candidate): Point => {
      const range = costInterval(report, candidate);
      const own = candidate.costPerThousand;
      return {
        name: candidate.name,
        key: candidate.verdict,
        frontier: candidate.onFrontier,
        cost: costs.axisValue(candidate.costPerThousand),
        costLow: costs.axisValue(range?.low ?? (range === null ? own : Number.NEGATIVE_INFINITY)),
        costHigh: costs.axisValue(range?.high ?? (range === null ? own : Number.POSITIVE_INFINITY)),
        quality: candidate.quality.mean,
        low: candidate.quality.low,
        high: candidate.quality.high,
        costText: costs.perThousand(candidate.costPerThousand),
        costRange: range === null ? '–' : formatInterval(range.low, range.high, costs.perThousand),
      };
    }),
  ];
}

const colours: { readonly [key in Key]: string } = {
  promote: 'var(--promote)',
  undecided: 'var(--undecided)',
  reject: 'var(--reject)',
  baseline: 'var(--text)',
};

const symbols = { promote: 'circle', undecided: 'diamond', reject: 'times', baseline: 'square' } as const;

const anchors: {
  readonly [side in Side]: {
    readonly textAnchor: 'start' | 'middle' | 'end';
    readonly dx: number;
    readonly dy: number;
  };
} = {
  right: { textAnchor: 'start', dx: 10, dy: 0 },
  left: { textAnchor: 'end', dx: -10, dy: 0 },
  above: { textAnchor: 'middle', dx: 0, dy: -15 },
  below: { textAnchor: 'middle', dx: 0, dy: 16 },
};

function extent(values: readonly number[], room: number): readonly [number, number] {
  const low = values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  const high = values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  const space = (high - low) * room || Math.abs(high) * 0.1 || 0.01;
  return [low - space, high + space];
}

/** More names than this would cover the drawing: then only the frontier and the baseline are named. */
const mostNames = 12;

function draw(report: Report, charts: Charts, points: readonly Point[], width: number): SafeHtml {
  const { plot } = charts;
  const costs = costFigures(report);
  const height = width > 500 ? 400 : 360;
  const [left, right, top, bottom] = [54, 24, 30, 48];
  const costRange = extent(
    points.flatMap(({ cost, costLow, costHigh }) => [cost, costLow, costHigh].filter(Number.isFinite)),
    0.06,
  );
  const costDomain = [Math.max(0, costRange[0]), costRange[1]] as const;
  const qualityRange = extent(
    points.flatMap(({ low, high }) => [low, high]),
    0.06,
  );
  const decimals = qualityRange[1] - qualityRange[0] < 0.05 ? 1 : 0;
  const scales: PlotOptions = {
    width,
    height,
    marginLeft: left,
    marginRight: right,
    marginTop: top,
    marginBottom: bottom,
    x: {
      domain: [...costDomain],
      label: costs.perThousandHeading,
      ticks: width > 500 ? 8 : 4,
      tickFormat: (value: number) =>
        costs.illustrative ? `${formatNumber(value * 100)} %` : costs.perThousand(value),
    },
    y: {
      domain: [...qualityRange],
      label: 'Quality',
      grid: true,
      ticks: 6,
      tickFormat: (value: number) => `${formatNumber(value * 100, decimals)} %`,
    },
  };
  const at = charts.positions({ ...scales, marks: [plot.dot(points, { x: 'cost', y: 'quality' })] });
  const named = points
    .filter(({ key, frontier }) => points.length <= mostNames || frontier || key === 'baseline')
    .toSorted((a, b) => Number(b.frontier) - Number(a.frontier));
  const places = placeLabels(
    named.map(({ name, cost, quality }) => ({
      text: shorten(visibleLine(name), 24),
      x: at.x(cost),
      y: at.y(quality),
    })),
    points.map(({ cost, quality }) => ({ x: at.x(cost), y: at.y(quality) })),
    { left, right: width - 4, top: top - 14, bottom: height - bottom },
  );
  const labels = Object.entries(anchors).map(([side, anchor]) =>
    plot.text(
      named.filter((_, index) => places[index] === side),
      {
        x: 'cost',
        y: 'quality',
        text: ({ name }: Point) => shorten(visibleLine(name), 24),
        ...anchor,
        fontSize: 12,
        fill: 'var(--text)',
        stroke: 'var(--surface)',
        strokeWidth: 4,
      },
    ),
  );
  const frontier = points.filter((point) => point.frontier).toSorted((a, b) => a.cost - b.cost);
  const title = ({ name, quality, costText }: Point): string =>
    visibleLine(`${shorten(name, 80)}: quality ${formatPercent(quality)}, cost ${costText}`);
  const keys: readonly Key[] = ['baseline', ...verdictOrder];
  return charts.draw('Quality against cost', `${points.length} points; the table below has every figure`, {
    ...scales,
    marks: [
      plot.ruleX(points, {
        x: 'cost',
        y1: 'low',
        y2: 'high',
        stroke: ({ key }: Point) => colours[key],
        strokeOpacity: 0.45,
      }),
      plot.ruleY(points, {
        y: 'quality',
        x1: ({ costLow }: Point) => Math.max(costLow, costDomain[0]),
        x2: ({ costHigh }: Point) => Math.min(costHigh, costDomain[1]),
        stroke: ({ key }: Point) => colours[key],
        strokeOpacity: 0.45,
      }),
      plot.line(frontier, {
        x: 'cost',
        y: 'quality',
        curve: 'step-after',
        stroke: 'var(--accent)',
        strokeWidth: 1.5,
        strokeDasharray: '5 4',
      }),
      ...keys.map((key) =>
        plot.dot(
          points.filter((point) => point.key === key),
          {
            x: 'cost',
            y: 'quality',
            r: 5.5,
            symbol: symbols[key],
            title,
            ...(key === 'reject'
              ? { stroke: colours[key], strokeWidth: 2.25 }
              : { fill: colours[key], stroke: 'var(--surface)', strokeWidth: 1 }),
          },
        ),
      ),
      ...labels,
    ],
    color: { type: 'identity' },
  });
}

/** Quality against cost with intervals and the Pareto frontier: up and to the left is better. */
export function qualityCostChart(report: Report, charts: Charts): SafeHtml {
  if (report.candidates.length === 0) return nothing;
  const costs = costFigures(report);
  const points = collect(report);
  const shown = verdictOrder.filter((kind) => points.some(({ key }) => key === kind));
  return figure({
    title: 'Quality against cost',
    caption:
      'Up and to the left is better. The dashed steps are the frontier: the best quality for each cost. Lines show the intervals; one that reaches the edge is unbounded.',
    legend: legend([
      ['baseline', report.original === null ? 'Baseline' : 'Baseline and original'],
      ...shown.map((kind) => [kind, verdictWords[kind]] as const),
    ]),
    wide: draw(report, charts, points, 568),
    narrow: draw(report, charts, points, 360),
    table: dataTable({
      caption: 'Quality and cost of every arm',
      captionHidden: true,
      rows: points,
      columns: [
        { heading: 'Arm', names: true, cell: ({ name }) => shorten(name, 80) },
        {
          heading: 'Quality',
          align: 'right',
          cell: ({ quality, low, high }) =>
            `${formatPercent(quality)} (${formatInterval(low, high, formatPercent)})`,
        },
        {
          heading: costs.perThousandHeading,
          align: 'right',
          cell: ({ costText, costRange }) => `${costText} (${costRange})`.replace(' (–)', ''),
        },
        { heading: 'Frontier', cell: ({ frontier }) => (frontier ? 'yes' : 'no') },
      ],
    }),
  });
}
