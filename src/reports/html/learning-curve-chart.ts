import { type CostFigures, costFigures } from '../figures.ts';
import { formatNumber } from '../format.ts';
import { learningCurveNote, learningRows } from '../learning-curve.ts';
import type { CandidateReport, LearningCurveReport, Report } from '../report.ts';
import { type Charts, figure } from './chart.ts';
import { nothing, type SafeHtml } from './safe-html.ts';
import { dataTable } from './table.ts';

const scoreHeading = 'Pass on tune';
const costLabel = 'Set-up cost';

function draw(curve: LearningCurveReport, costs: CostFigures, charts: Charts, width: number): SafeHtml {
  const { plot } = charts;
  const { points } = curve;
  const sizes = points.map(({ examples }) => examples);
  const texts = new Map(
    learningRows(curve, costs).map((row, index) => [
      sizes[index],
      `${row.examples} examples: ${row.score} (${row.interval})`,
    ]),
  );
  const costOf = new Map(points.map(({ examples, trainingCost }) => [examples, trainingCost]));
  const low = Math.min(...points.map(({ score }) => score.low));
  const high = Math.max(...points.map(({ score }) => score.high));
  const room = (high - low) * 0.08 || 0.01;
  const examples = ({ examples: size }: (typeof points)[number]) => size;
  return charts.draw(
    'Learning curve',
    'the share of tune cases that pass against the number of examples, the set-up cost above; the table below has every figure',
    {
      width,
      height: 260,
      marginLeft: 72,
      marginRight: 24,
      marginTop: 44,
      marginBottom: 44,
      // Twice as many examples are one step, whatever their number: labels of small sizes do not meet.
      x: { type: 'log', domain: [sizes[0] / 1.3, (sizes.at(-1) ?? sizes[0]) * 1.3], axis: null },
      y: {
        domain: [Math.max(0, low - room), Math.min(1, high + room)],
        label: scoreHeading,
        // At the top it would lie on the label of the set-up cost.
        labelAnchor: 'center',
        labelOffset: 60,
        grid: true,
        ticks: 5,
        tickFormat: (value: number) => `${formatNumber(value * 100)} %`,
      },
      marks: [
        plot.axisX({
          anchor: 'bottom',
          ticks: sizes,
          tickFormat: (size: number) => formatNumber(size),
          label: 'Examples',
        }),
        plot.axisX({
          anchor: 'top',
          ticks: sizes,
          tickFormat: (size: number) => costs.lumpFigure(costOf.get(size) ?? 0),
          label: costs.lumpHeading(costLabel),
        }),
        plot.line(points, {
          x: examples,
          y: ({ score }) => score.mean,
          stroke: 'var(--series-1)',
          strokeOpacity: 0.6,
        }),
        plot.link(points, {
          x: examples,
          y1: ({ score }) => score.low,
          y2: ({ score }) => score.high,
          stroke: 'var(--series-1)',
          strokeWidth: 2,
          strokeOpacity: 0.6,
        }),
        plot.dot(points, {
          x: examples,
          y: ({ score }) => score.mean,
          r: 4.5,
          fill: 'var(--series-1)',
          title: ({ examples: size }) => texts.get(size) ?? '',
        }),
      ],
    },
  );
}

/** How the candidate's model gets better with more examples, and what they cost; nothing for a lever that drew no curve. */
export function learningCurveChart(report: Report, candidate: CandidateReport, charts: Charts): SafeHtml {
  const { learningCurve } = candidate;
  if (learningCurve === null || learningCurve.points.length === 0) return nothing;
  const costs = costFigures(report);
  return figure({
    inCandidate: true,
    title: 'Learning curve',
    caption: learningCurveNote(learningCurve),
    wide: draw(learningCurve, costs, charts, 560),
    narrow: draw(learningCurve, costs, charts, 360),
    table: dataTable({
      caption: 'Learning curve',
      captionHidden: true,
      rows: learningRows(learningCurve, costs),
      columns: [
        { heading: 'Examples', names: true, cell: ({ examples }) => examples },
        { heading: 'Training tokens', align: 'right', cell: ({ tokens }) => tokens },
        { heading: scoreHeading, align: 'right', cell: ({ score }) => score },
        { heading: 'Interval', align: 'right', cell: ({ interval }) => interval },
        { heading: costs.lumpHeading(costLabel), align: 'right', cell: ({ cost }) => cost },
      ],
    }),
  });
}
