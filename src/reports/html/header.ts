import { bySaving, costFigures, countVerdicts, headline, verdictOrder, verdictWords } from '../figures.ts';
import { formatCount, formatDollars, formatDuration, formatInterval, formatPercent } from '../format.ts';
import type { Report } from '../report.ts';
import { baselineLabel, illustrativeNotice } from '../verdict-row.ts';
import { shorten } from '../visible-text.ts';
import { badge } from './badge.ts';
import { type Content, html, type SafeHtml } from './safe-html.ts';
import { bulletList, facts } from './table.ts';

function keyFigures(report: Report): SafeHtml {
  const costs = costFigures(report);
  const { baseline, suite, run } = report;
  const best = report.candidates.filter(({ verdict }) => verdict === 'promote').toSorted(bySaving)[0];
  const { low, high, mean } = baseline.quality;
  const entries: (readonly [string, Content])[] = [
    [
      `${baselineLabel(report)}: quality`,
      html`<b>${formatPercent(mean)}</b> <small>${formatInterval(low, high, formatPercent)}</small>`,
    ],
    ...(costs.illustrative
      ? []
      : [
          [
            costs.perThousandHeading,
            html`<b>${costs.perThousand(baseline.costPerThousand)}</b> <small>baseline</small>`,
          ] as const,
        ]),
    ...(best === undefined || best.saving === null
      ? []
      : [
          [
            costs.heading('Largest promotable saving'),
            html`<b>${formatPercent(best.saving.estimate)}</b> <small>${formatInterval(best.saving.low, best.saving.high, formatPercent)}</small>`,
          ] as const,
        ]),
    ...(best?.monthlySaving === null || best?.monthlySaving === undefined
      ? []
      : [
          [
            'Per month at the suite’s traffic',
            html`<b>${formatDollars(best.monthlySaving)}</b> <small>saved</small>`,
          ] as const,
        ]),
    [
      'Evidence',
      html`<b>${formatCount(suite.cases.test, 'test case')}</b> <small>${formatCount(run.repeats, 'repeat')}</small>`,
    ],
  ];
  return facts(entries);
}

/** The head of the page: the suite, the result in one sentence, how many of each verdict, what to beware of. */
export function pageHeader(report: Report): SafeHtml {
  const counts = countVerdicts(report);
  const { suite, run } = report;
  const badges = verdictOrder
    .filter((kind) => counts[kind] > 0)
    .map((kind) => html`<li>${badge(kind, `${counts[kind]} ${verdictWords[kind].toLowerCase()}`)}</li>`);
  return html`<header>
<p class="product">Tollgate report</p>
<h1>${shorten(suite.name, 160)}</h1>
<p class="headline">${headline(report)}</p>
${badges.length === 0 ? undefined : html`<ul class="badges" aria-label="Verdicts">${badges}</ul>`}
${suite.description === null ? undefined : html`<p class="muted">${shorten(suite.description, 600)}</p>`}
${run.illustrative ? html`<p class="notice" role="note"><strong>Illustrative prices.</strong> ${illustrativeNotice.replace('Illustrative prices: embedded', 'Embedded')}</p>` : undefined}
${report.warnings.length === 0 ? undefined : html`<div class="notice" role="note"><strong>${report.warnings.length === 1 ? 'Warning' : 'Warnings'}</strong>${bulletList(report.warnings.map((text) => shorten(text, 1000)))}</div>`}
${keyFigures(report)}
<p class="muted">${shorten(suite.file, 200)} · <time datetime="${run.finishedAt}">${run.finishedAt.replace('T', ' ').replace(/(\.\d+)?Z$/, ' UTC')}</time> · took ${formatDuration(run.startedAt, run.finishedAt)}</p>
</header>`;
}

export function navigation(report: Report): SafeHtml {
  const links: readonly (readonly [string, string])[] = [
    ...(report.candidates.length === 0
      ? []
      : ([
          ['verdicts', 'Verdicts'],
          ['charts', 'Charts'],
          ['candidates', 'Candidates'],
        ] as const)),
    ['limits', 'What it cannot tell'],
    ['evaluation', 'Evaluation cost'],
    ['reproduce', 'Reproduce'],
  ];
  return html`<nav aria-label="Sections"><ul>${links.map(([id, label]) => html`<li><a href="#${id}">${label}</a></li>`)}</ul></nav>`;
}
