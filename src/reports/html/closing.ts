import type { PriceRow } from '../../pricing/price-book.ts';
import { costFigures, earlyStopSummary } from '../figures.ts';
import { formatDollars, formatNumber, formatPercent } from '../format.ts';
import type { Report } from '../report.ts';
import { shorten } from '../visible-text.ts';
import { type Content, html, nothing, type SafeHtml } from './safe-html.ts';
import { bulletList, dataTable, facts } from './table.ts';

export function limitsSection(report: Report): SafeHtml {
  const items = report.cannotTell.map((text) => shorten(text, 1000));
  return html`<section id="limits" aria-labelledby="limits-heading">
<h2 id="limits-heading">What this run cannot tell you</h2>
${items.length === 0 ? html`<p>The report names no limits of its own; it holds for the cases that were tested and for nothing else.</p>` : bulletList(items)}
</section>`;
}

/** What the evaluation itself cost; it is never part of a candidate's cost. */
export function evaluationSection(report: Report): SafeHtml {
  const costs = costFigures(report);
  const { paid, withoutRecordings, judges, fitting, calls, replayedCalls } = report.evaluation;
  const share = calls === 0 ? 0 : replayedCalls / calls;
  const entries: readonly (readonly [string, Content])[] = [
    [costs.heading('Paid by this run'), costs.lump(paid)],
    [costs.heading('Without recordings'), costs.lump(withoutRecordings)],
    [costs.heading('Judges'), costs.lump(judges)],
    [costs.heading('Fitting'), costs.lump(fitting)],
    ['Calls', formatNumber(calls)],
    ['Answers from recordings', `${formatNumber(replayedCalls)} (${formatPercent(share)})`],
  ];
  return html`<section id="evaluation" aria-labelledby="evaluation-heading">
<h2 id="evaluation-heading">What the evaluation cost</h2>
<p class="muted">Judges and fitting are part of what this run paid, never of what a candidate costs in production.</p>
${facts(entries)}
${earlyStopPart(report)}
</section>`;
}

/** Where each candidate ended, and what stopping there saved. */
function earlyStopPart(report: Report): SafeHtml {
  const summary = earlyStopSummary(report, costFigures(report));
  if (summary === undefined) return nothing;
  const table = dataTable<(typeof summary.candidates)[number]>({
    caption: 'Where each candidate ended',
    stacked: true,
    rows: summary.candidates,
    columns: [
      { heading: 'Candidate', names: true, cell: ({ name }) => shorten(name, 80) },
      { heading: 'Ended at', cell: ({ end }) => end },
    ],
  });
  return html`<h3>Early stopping</h3>
<p>${summary.sentence}</p>
${table}`;
}

/** Dollars for a million tokens; invented ones as multiples of the dearest input price. */
function priceTable(report: Report): SafeHtml {
  const { prices, illustrative } = report.run;
  const dearest = prices.reduce((most, row) => Math.max(most, row.prices.input), 0);
  const write = (price: number): string => {
    if (!illustrative) return formatDollars(price / 1e9);
    return dearest > 0 ? `${formatNumber(price / dearest, 2)} ×` : '–';
  };
  const unit = illustrative ? ', multiples of the dearest input (illustrative prices)' : ', a million tokens';
  return dataTable<PriceRow>({
    caption: `Prices${unit}`,
    stacked: true,
    rows: prices,
    columns: [
      { heading: 'Model', names: true, cell: ({ model }) => shorten(model, 120) },
      { heading: 'Input', align: 'right', cell: (row) => write(row.prices.input) },
      { heading: 'Cached input', align: 'right', cell: (row) => write(row.prices.cachedInput) },
      { heading: 'Output', align: 'right', cell: (row) => write(row.prices.output) },
      { heading: 'Source', cell: ({ source }) => source },
      { heading: 'Version', cell: ({ version }) => html`<code>${shorten(version, 120)}</code>` },
    ],
  });
}

/** All that is needed to run the same again. */
export function reproduceSection(report: Report): SafeHtml {
  const { run, suite } = report;
  const code = (text: string): SafeHtml => html`<code>${shorten(text, 200)}</code>`;
  return html`<section id="reproduce" aria-labelledby="reproduce-heading">
<h2 id="reproduce-heading">Reproduce this run</h2>
<pre class="command">${shorten(run.command, 2000)}</pre>
${facts([
  ['Run', code(run.id)],
  ['Seed', code(run.seed)],
  ['Commit', run.gitCommit === null ? 'not in a repository' : code(run.gitCommit)],
  ['Suite', code(suite.digests.suite)],
  ['Dataset', code(suite.digests.dataset)],
  ['Code', code(suite.digests.code)],
  [
    'Cases',
    `${formatNumber(suite.cases.train)} train, ${formatNumber(suite.cases.tune)} tune, ${formatNumber(suite.cases.test)} test`,
  ],
  ['Repeats', formatNumber(run.repeats)],
  ['Confidence', `${formatPercent(run.confidence)}, one-sided`],
  ['Versions', `Tollgate ${shorten(run.tollgateVersion, 80)}, Node ${shorten(run.nodeVersion, 80)}`],
])}
${priceTable(report)}
<h3>Next</h3>
<pre class="command">${shorten(report.next, 2000)}</pre>
</section>`;
}
