import { candidateSections } from './html/candidate.ts';
import { loadCharts } from './html/chart.ts';
import { evaluationSection, limitsSection, reproduceSection } from './html/closing.ts';
import { navigation, pageHeader } from './html/header.ts';
import { page } from './html/page.ts';
import { qualityCostChart } from './html/quality-cost-chart.ts';
import { html, nothing } from './html/safe-html.ts';
import { savingChart } from './html/saving-chart.ts';
import { sliceMatrix } from './html/slices.ts';
import { verdictTable } from './html/verdict-table.ts';
import type { Report } from './report.ts';

/**
 * The whole report as one HTML file: no script, no request, light and dark, for screens, phones and paper. Text from
 * suites, datasets and models is escaped, its invisible characters made visible.
 */
export async function writeHtml(report: Report): Promise<string> {
  const charts = await loadCharts();
  const drawings =
    report.candidates.length === 0
      ? nothing
      : html`<section id="charts" aria-labelledby="charts-heading">
<h2 id="charts-heading">Charts</h2>
<div class="two">${qualityCostChart(report, charts)}${savingChart(report, charts)}</div>
${sliceMatrix(report)}
</section>`;
  return page(
    `${report.suite.name} – Tollgate report`,
    html`${pageHeader(report)}
${navigation(report)}
<main>
${verdictTable(report)}
${drawings}
${candidateSections(report, charts)}
${limitsSection(report)}
${evaluationSection(report)}
${reproduceSection(report)}
</main>`,
  );
}
