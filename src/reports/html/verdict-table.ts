import { costFigures } from '../figures.ts';
import { formatDollars } from '../format.ts';
import type { CandidateReport, EstimateInterval, Report } from '../report.ts';
import { differenceHeading, type Figure, intervalNote, savingHeading, verdictRow } from '../verdict-row.ts';
import { shorten } from '../visible-text.ts';
import { badge } from './badge.ts';
import { intervalMark, sharedDomain } from './interval-mark.ts';
import { html, nothing, type SafeHtml } from './safe-html.ts';
import { type Column, dataTable } from './table.ts';

/** The threshold of the first quality gate: the non-inferiority margin, below zero. */
function margin(candidate: CandidateReport): number | null {
  const gate = candidate.gates.find(({ kind, unit }) => kind === 'quality' && unit === 'fraction');
  return gate?.threshold ?? null;
}

/** The identifier of a candidate's section; names are free text, numbers are safe. */
export function candidateAnchor(index: number): string {
  return `candidate-${index + 1}`;
}

/** A figure as text, and drawn when there is something to draw. */
function figureWithMark(
  figure: Figure,
  interval: EstimateInterval | null,
  mark: (interval: EstimateInterval) => SafeHtml,
): SafeHtml {
  if (interval === null) return html`<span class="estimate"><b>${figure.estimate}</b></span>`;
  return html`<span class="estimate"><b>${figure.estimate}</b> <small>${figure.interval}</small></span>${mark(interval)}`;
}

/** One row per candidate: what it changes, what that did to quality and cost, and the verdict. */
export function verdictTable(report: Report): SafeHtml {
  const { candidates } = report;
  if (candidates.length === 0) return nothing;
  const costs = costFigures(report);
  const quality = sharedDomain(
    candidates.map(({ difference }) => difference),
    candidates.flatMap((candidate) => margin(candidate) ?? []),
  );
  const saving = sharedDomain(candidates.map((candidate) => candidate.saving));
  const dollars: readonly Column<CandidateReport>[] = costs.illustrative
    ? []
    : [
        {
          heading: costs.perThousandHeading,
          align: 'right',
          cell: ({ costPerThousand }) => costs.perThousand(costPerThousand),
        },
        ...(candidates.some(({ monthlySaving }) => monthlySaving !== null)
          ? [
              {
                heading: 'Saved per month',
                align: 'right' as const,
                cell: ({ monthlySaving }: CandidateReport) =>
                  monthlySaving === null ? '–' : formatDollars(monthlySaving),
              },
            ]
          : []),
      ];
  const table = dataTable<CandidateReport>({
    caption: 'Verdicts',
    captionHidden: true,
    stacked: true,
    rows: candidates,
    columns: [
      {
        heading: 'Candidate',
        names: true,
        cell: ({ name, change }, index) =>
          html`<a href="#${candidateAnchor(index)}">${shorten(name, 80)}</a><span class="change">${shorten(change, 160)}</span>`,
      },
      {
        heading: differenceHeading,
        align: 'right',
        cell: (candidate) => {
          const { difference } = verdictRow(candidate);
          return figureWithMark(difference, candidate.difference, (interval) =>
            intervalMark(interval, quality, candidate.verdict, margin(candidate)),
          );
        },
      },
      {
        heading: savingHeading(report),
        align: 'right',
        cell: (candidate) => {
          const figure = verdictRow(candidate).saving;
          return figureWithMark(figure, candidate.saving, (interval) =>
            intervalMark(interval, saving, candidate.verdict),
          );
        },
      },
      ...dollars,
      { heading: 'Adjusted p', align: 'right', cell: (candidate) => verdictRow(candidate).adjustedP },
      { heading: 'Verdict', cell: ({ verdict }) => badge(verdict) },
    ],
  });
  return html`<section id="verdicts" aria-labelledby="verdicts-heading">
<h2 id="verdicts-heading">Verdicts</h2>
${table}
<p class="note">${intervalNote(report)} Solid line: no difference. Dashed line: the largest loss of quality that the gate accepts.</p>
</section>`;
}
