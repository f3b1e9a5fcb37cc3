import { costFigures, qualityPerDollar } from '../figures.ts';
import {
  formatDollars,
  formatInterval,
  formatMilliseconds,
  formatNumber,
  formatPercent,
  unknownFigure,
} from '../format.ts';
import type { ArmReport, CandidateReport, Report } from '../report.ts';
import { shorten } from '../visible-text.ts';
import { badge } from './badge.ts';
import type { Charts } from './chart.ts';
import { costChart } from './cost-chart.ts';
import { gatesTable } from './gates-table.ts';
import { learningCurveChart } from './learning-curve-chart.ts';
import { regressions } from './regressions.ts';
import { type Content, html, nothing, type SafeHtml } from './safe-html.ts';
import { candidateSlices } from './slices.ts';
import { type Column, dataTable, facts } from './table.ts';
import { candidateAnchor } from './verdict-table.ts';

interface Measure {
  readonly name: string;
  readonly of: (arm: ArmReport) => string;
}

function comparison(report: Report, candidate: CandidateReport): SafeHtml {
  const costs = costFigures(report);
  const latency =
    (percentile: 'p50' | 'p95' | 'p99') =>
    (arm: ArmReport): string =>
      arm.latency === null ? unknownFigure : formatMilliseconds(arm.latency[percentile]);
  const measures: readonly Measure[] = [
    {
      name: 'Quality',
      of: ({ quality }) =>
        `${formatPercent(quality.mean)} (${formatInterval(quality.low, quality.high, formatPercent)})`,
    },
    { name: costs.perThousandHeading, of: ({ costPerThousand }) => costs.perThousand(costPerThousand) },
    {
      name: 'Input tokens, mean (p95)',
      of: ({ inputTokens }) => `${formatNumber(inputTokens.mean, 1)} (${formatNumber(inputTokens.p95)})`,
    },
    {
      name: 'Output tokens, mean (p95)',
      of: ({ outputTokens }) => `${formatNumber(outputTokens.mean, 1)} (${formatNumber(outputTokens.p95)})`,
    },
    { name: 'Latency p50', of: latency('p50') },
    { name: 'Latency p95', of: latency('p95') },
    { name: 'Latency p99', of: latency('p99') },
    { name: 'Answers cut at the limit', of: ({ truncationRate }) => formatPercent(truncationRate) },
    { name: 'Failures', of: ({ failureRate }) => formatPercent(failureRate) },
  ];
  const column = (heading: string, arm: ArmReport): Column<Measure> => ({
    heading,
    align: 'right',
    cell: ({ of }) => of(arm),
  });
  return html`<h4>Compared with the baseline</h4>${dataTable<Measure>({
    caption: `Measures of the baseline and ${shorten(candidate.name, 80)}`,
    captionHidden: true,
    rows: measures,
    columns: [
      { heading: 'Measure', names: true, cell: ({ name }) => name },
      ...(report.original === null ? [] : [column('Original', report.original)]),
      column('Baseline', report.baseline),
      column('Candidate', candidate),
    ],
  })}`;
}

function money(report: Report, candidate: CandidateReport): SafeHtml {
  const costs = costFigures(report);
  const entries: (readonly [string, Content])[] = [
    [costs.heading('Quality per dollar'), qualityPerDollar(report, candidate)],
    [costs.heading('Set-up cost'), candidate.setUpCost === 0 ? 'none' : costs.lump(candidate.setUpCost)],
    ...(candidate.monthlySaving === null || costs.illustrative
      ? []
      : [['Saved per month at the suite’s traffic', formatDollars(candidate.monthlySaving)] as const]),
    ['On the quality frontier', candidate.onFrontier ? 'yes' : 'no'],
  ];
  return facts(entries);
}

function lever(candidate: CandidateReport): SafeHtml {
  const { figures, settings, optimization, stack } = candidate;
  const written = JSON.stringify(settings, null, 2) ?? 'null';
  return html`<h4>What the optimization did</h4>
${facts([['Optimization', shorten(optimization, 120)], ...figures.map(({ label, value }) => [shorten(label, 120), shorten(value, 300)] as const)])}
<details class="figures"><summary>Settings and stack</summary><pre>${shorten(written, 8000)}</pre><p class="muted">Stack: ${stack.length === 0 ? 'none' : shorten(stack.join(' → '), 600)}</p></details>`;
}

function body(report: Report, candidate: CandidateReport, charts: Charts): SafeHtml {
  return html`${candidate.description === null ? nothing : html`<p class="muted">${shorten(candidate.description, 1000)}</p>`}
${money(report, candidate)}
${gatesTable(report, candidate)}
${comparison(report, candidate)}
${lever(candidate)}
${learningCurveChart(report, candidate, charts)}
<div class="pair">${costChart(report, candidate, charts)}${candidateSlices(candidate, charts)}</div>
${regressions(report, candidate)}`;
}

/** Above this number the candidates are folded, the first one open. */
const unfolded = 2;

/** One candidate: why, gates, comparison, what it did, where the money goes, slices, regressions. */
function candidateSection(
  report: Report,
  candidate: CandidateReport,
  index: number,
  charts: Charts,
): SafeHtml {
  const folded = report.candidates.length > unfolded;
  const open = !folded || index === 0 ? html` open` : nothing;
  return html`<details class="candidate"${open}>
<summary><h3>${shorten(candidate.name, 120)}</h3> ${badge(candidate.verdict)}<span class="change">${shorten(candidate.change, 160)}</span></summary>
<div class="content" id="${candidateAnchor(index)}">
<p class="sentence">${shorten(candidate.sentence, 1500)}</p>
${body(report, candidate, charts)}
</div>
</details>`;
}

export function candidateSections(report: Report, charts: Charts): SafeHtml {
  if (report.candidates.length === 0) return nothing;
  return html`<section id="candidates" aria-labelledby="candidates-heading">
<h2 id="candidates-heading">Candidates</h2>
${report.candidates.map((candidate, index) => candidateSection(report, candidate, index, charts))}
</section>`;
}
