import { type CostFigures, costFigures, gateFigure, gateInterval, missingEvidence } from '../figures.ts';
import { formatP } from '../format.ts';
import { gateDetails } from '../gate-details.ts';
import type { CandidateReport, GateReport, Report } from '../report.ts';
import { shorten } from '../visible-text.ts';
import { statusBadge } from './badge.ts';
import { html, nothing, type SafeHtml } from './safe-html.ts';
import { dataTable } from './table.ts';

/** The figures that stand beside the decision, folded away: they explain it, they do not make it. */
function besides(gate: GateReport, costs: CostFigures): SafeHtml {
  const figures = gateDetails(gate, costs);
  if (figures.length === 0) return nothing;
  const text = figures.map(({ label, value }) => `${shorten(label, 60)}: ${shorten(value, 60)}`).join(' · ');
  return html`<details class="figures"><summary>Beside the decision</summary><p class="muted">${text}</p></details>`;
}

/** Every gate with its estimate, interval, threshold, p-values and what it says in words. */
export function gatesTable(report: Report, candidate: CandidateReport): SafeHtml {
  if (candidate.gates.length === 0) return nothing;
  const costs = costFigures(report);
  const priced = costs.illustrative ? ' (costs: illustrative prices)' : '';
  const table = dataTable<GateReport>({
    caption: `Gates of ${shorten(candidate.name, 80)}`,
    captionHidden: true,
    stacked: true,
    rows: candidate.gates,
    columns: [
      {
        heading: 'Gate',
        names: true,
        cell: ({ name, decisive, method }) =>
          html`${shorten(name, 120)}<span class="change">${decisive ? '' : 'informs only · '}${shorten(method, 80)}</span>`,
      },
      { heading: 'Status', cell: ({ status }) => statusBadge(status) },
      {
        heading: `Estimate${priced}`,
        align: 'right',
        cell: (gate) =>
          html`<b>${gateFigure(gate, gate.estimate)}</b><span class="change">${gate.low === null && gate.high === null ? '' : gateInterval(gate)}</span>`,
      },
      { heading: 'Threshold', align: 'right', cell: (gate) => gateFigure(gate, gate.threshold) },
      {
        heading: 'p (adjusted)',
        align: 'right',
        cell: ({ p, adjustedP }) =>
          p === null && adjustedP === null ? '–' : `${formatP(p)} (${formatP(adjustedP)})`,
      },
      {
        heading: 'In words',
        cell: (gate) => {
          const missing = missingEvidence(gate, costs);
          return html`${shorten(gate.sentence, 1000)}${missing === undefined ? undefined : html`<span class="missing">${shorten(missing, 600)}</span>`}${besides(gate, costs)}`;
        },
      },
    ],
  });
  return html`<h4>Gates</h4>${table}`;
}
