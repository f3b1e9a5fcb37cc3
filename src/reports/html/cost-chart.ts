import { type CostFigures, costFigures } from '../figures.ts';
import { formatNumber } from '../format.ts';
import type { ArmReport, CandidateReport, Report } from '../report.ts';
import { shorten, visibleLine } from '../visible-text.ts';
import { type Charts, figure } from './chart.ts';
import { html, type SafeHtml } from './safe-html.ts';
import { dataTable } from './table.ts';

type Step = ArmReport['steps'][number];

interface Bar {
  readonly arm: string;
  readonly part: string;
  readonly series: number;
  readonly cost: number;
  readonly text: string;
}

function partName({ step, purpose, model }: Step): string {
  return [step === purpose ? step : `${step}: ${purpose}`, model]
    .map((text) => shorten(visibleLine(text), 40))
    .join(' · ');
}

/** There are colours for this many parts; the others share the last one. */
const seriesColours = 6;

function seriesLegend(parts: readonly string[]): SafeHtml {
  return html`<ul class="legend">${parts.map(
    (part, index) =>
      html`<li><svg class="key series-${Math.min(index, seriesColours - 1) + 1}" width="12" height="12" viewBox="0 0 12 12" aria-hidden="true"><rect width="12" height="12" rx="2"/></svg>${part}</li>`,
  )}</ul>`;
}

function stepTable(
  arms: readonly { readonly label: string; readonly arm: ArmReport }[],
  costs: CostFigures,
): SafeHtml {
  return dataTable({
    caption: 'Cost by step',
    captionHidden: true,
    rows: arms.flatMap(({ label, arm }) => arm.steps.map((step) => ({ label, step }))),
    columns: [
      { heading: 'Arm', names: true, cell: ({ label }) => label },
      { heading: 'Step, model', cell: ({ step }) => partName(step) },
      { heading: 'Calls', align: 'right', cell: ({ step }) => formatNumber(step.calls) },
      { heading: 'Tokens in', align: 'right', cell: ({ step }) => formatNumber(step.inputTokens, 1) },
      { heading: 'Tokens out', align: 'right', cell: ({ step }) => formatNumber(step.outputTokens, 1) },
      {
        heading: costs.heading('Cost'),
        align: 'right',
        cell: ({ step }) => costs.perThousand(step.costPerThousand),
      },
    ],
  });
}

/** Where the money goes: the cost of the baseline and the candidate, one piece per step, purpose and model. */
export function costChart(report: Report, candidate: CandidateReport, charts: Charts): SafeHtml {
  const costs = costFigures(report);
  const { plot } = charts;
  const arms = [
    { label: 'Baseline', arm: report.baseline },
    { label: 'Candidate', arm: candidate },
  ];
  const parts = [...new Set(arms.flatMap(({ arm }) => arm.steps.map(partName)))];
  const bars = arms.flatMap(({ label, arm }) =>
    arm.steps.map(
      (step): Bar => ({
        arm: label,
        part: partName(step),
        series: Math.min(parts.indexOf(partName(step)), seriesColours - 1) + 1,
        cost: costs.axisValue(step.costPerThousand),
        text: costs.perThousand(step.costPerThousand),
      }),
    ),
  );
  const drawing = charts.draw(
    'Cost by step',
    'baseline above, candidate below; the table below has every figure',
    {
      width: 400,
      height: 128,
      marginLeft: 76,
      marginRight: 24,
      marginTop: 4,
      marginBottom: 44,
      color: { type: 'identity' },
      x: {
        label: costs.perThousandHeading,
        grid: true,
        ticks: 4,
        tickFormat: (value: number) =>
          costs.illustrative ? `${formatNumber(value * 100)} %` : costs.perThousand(value),
      },
      y: { domain: arms.map(({ label }) => label), label: null, tickSize: 0, padding: 0.25 },
      marks: [
        plot.barX(bars, {
          y: 'arm',
          x: 'cost',
          fill: ({ series }: Bar) => `var(--series-${series})`,
          insetRight: 1,
          title: ({ arm, part, text }: Bar) => `${arm}, ${part}: ${text}`,
        }),
        plot.ruleX([0], { stroke: 'var(--text)', strokeOpacity: 0.6 }),
      ],
    },
  );
  return figure({
    inCandidate: true,
    title: 'Where the money goes',
    caption: `${costs.perThousandHeading}, by step, purpose and model.`,
    legend: seriesLegend(parts),
    wide: drawing,
    table: stepTable(arms, costs),
  });
}
