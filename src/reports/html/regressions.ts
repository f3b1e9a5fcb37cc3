import { type CostFigures, costFigures } from '../figures.ts';
import { formatCount, formatNumber } from '../format.ts';
import type { CandidateReport, Regression, RegressionSide, Report } from '../report.ts';
import { shorten } from '../visible-text.ts';
import { type Content, html, nothing, type SafeHtml } from './safe-html.ts';
import { bulletList, dataTable } from './table.ts';

/** Characters of a question or an answer; report.json has them whole. */
const textLimit = 2500;
/** Regressions shown in the whole page, so that a large sweep stays readable and below two megabytes. */
const pageLimit = 90;
const candidateLimit = 12;

function charges(side: RegressionSide, name: string, costs: CostFigures): SafeHtml {
  return dataTable({
    caption: `Charges of the ${name}`,
    captionHidden: true,
    rows: side.charges,
    columns: [
      {
        heading: 'Step',
        names: true,
        cell: ({ step, purpose }) => shorten(step === purpose ? step : `${step}: ${purpose}`, 80),
      },
      { heading: 'Model', cell: ({ model }) => shorten(model, 80) },
      { heading: 'In', align: 'right', cell: ({ inputTokens }) => formatNumber(inputTokens) },
      { heading: 'Out', align: 'right', cell: ({ outputTokens }) => formatNumber(outputTokens) },
      { heading: costs.heading('Cost'), align: 'right', cell: ({ cost }) => costs.request(cost) },
    ],
  });
}

function sideView(side: RegressionSide, name: string, costs: CostFigures): SafeHtml {
  const { output, failure, pass, score, reasons } = side;
  return html`<div class="side">
<h5>${name} <span class="status tone-${pass ? 'promote' : 'reject'}">${pass ? 'Pass' : 'Fail'}</span> <small>score ${formatNumber(score, 2)}</small></h5>
${failure === null ? undefined : html`<p class="missing">Failed: ${shorten(failure, 600)}</p>`}
<pre class="answer">${output === '' ? html`<i>empty answer</i>` : shorten(output, textLimit)}</pre>
${reasons.length === 0 ? undefined : bulletList(reasons.slice(0, 8).map((reason) => shorten(reason, 400)))}
<p class="note">${costs.illustrative ? 'Cost, 100 % is the baseline’s mean request (illustrative prices)' : 'Cost of this request'}: ${costs.request(side.cost)}</p>
${charges(side, name.toLowerCase(), costs)}
</div>`;
}

function requestDiff(pieces: Regression['requestDiff']): SafeHtml {
  if (pieces.length === 0) return nothing;
  const shown: Content[] = pieces.slice(0, 60).map(({ kind, text }) => {
    const cut = shorten(text, 1200);
    if (kind === 'removed') return html`<del><span class="hidden">[removed] </span>${cut}</del>`;
    if (kind === 'added') return html`<ins><span class="hidden">[added] </span>${cut}</ins>`;
    return html`<span>${cut}</span>`;
  });
  const more = pieces.length - shown.length;
  return html`<h5>What changed in the request <small><del>removed</del> <ins>added</ins></small></h5><pre class="diff">${shown}${more > 0 ? ` … ${formatCount(more, 'more piece')}` : ''}</pre>`;
}

function regressionView(regression: Regression, costs: CostFigures): SafeHtml {
  const { caseId, location, tags, question, baseline, candidate } = regression;
  const labels = Object.entries(tags)
    .slice(0, 12)
    .map(([tag, value]) => html`<li>${shorten(tag, 40)} = ${shorten(value, 60)}</li>`);
  return html`<details class="regression">
<summary><b>${shorten(caseId, 120)}</b> <span class="muted">${shorten(question, 110)}</span></summary>
<p class="muted">${shorten(location, 200)}</p>
${labels.length === 0 ? undefined : html`<ul class="tags">${labels}</ul>`}
<h5>Question</h5><pre class="answer">${shorten(question, textLimit)}</pre>
<div class="sides">${sideView(baseline, 'Baseline', costs)}${sideView(candidate, 'Candidate', costs)}</div>
${requestDiff(regression.requestDiff)}
</details>`;
}

/** The worst regressions of a candidate, both answers side by side. */
export function regressions(report: Report, candidate: CandidateReport): SafeHtml {
  const { counts } = candidate;
  const costs = costFigures(report);
  const sharing = report.candidates.filter((each) => each.regressions.length > 0).length;
  const limit = Math.max(1, Math.min(candidateLimit, Math.floor(pageLimit / Math.max(1, sharing))));
  const shown = candidate.regressions.slice(0, limit);
  const total = `${formatCount(counts.regressions, 'case')} got worse, ${formatNumber(counts.improvements)} better, ${formatNumber(counts.unchanged)} unchanged.`;
  const more =
    candidate.regressions.length > shown.length
      ? `; report.json has ${formatNumber(candidate.regressions.length)}`
      : '';
  const rest =
    shown.length > 0 && shown.length < counts.regressions
      ? ` Below: the worst ${shown.length === 1 ? 'one' : formatNumber(shown.length)}${more}.`
      : '';
  return html`<h4>Regressions</h4><p>${total}${rest}</p>${shown.map((regression) => regressionView(regression, costs))}`;
}
