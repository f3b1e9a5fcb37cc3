import { bySaving } from '../figures.ts';
import { formatPercent } from '../format.ts';
import type { Report } from '../report.ts';
import { savingHeading, verdictRow } from '../verdict-row.ts';
import { shorten } from '../visible-text.ts';
import { type Charts, figure } from './chart.ts';
import { type ForestRow, forestChart } from './forest-chart.ts';
import { nothing, type SafeHtml } from './safe-html.ts';
import { dataTable } from './table.ts';

/** The saving of each candidate with its interval, the largest first. */
export function savingChart(report: Report, charts: Charts): SafeHtml {
  if (report.candidates.length === 0) return nothing;
  const ordered = report.candidates.toSorted(bySaving);
  const rows = ordered.flatMap(({ name, saving, verdict }): readonly ForestRow[] =>
    saving === null
      ? []
      : [{ label: name, interval: saving, tone: verdict, text: `saves ${formatPercent(saving.estimate)}` }],
  );
  if (rows.length === 0) return nothing;
  const heading = savingHeading(report);
  const draw = (width: number, labelWidth: number): SafeHtml =>
    forestChart(charts, {
      title: heading,
      description: 'one row per candidate, the largest saving first; the table below has every figure',
      axis: heading,
      suffix: ' %',
      rows,
      width,
      labelWidth,
    });
  return figure({
    title: heading,
    caption: 'As a share of the baseline’s cost. Left of zero a candidate costs more than the baseline.',
    wide: draw(430, 124),
    narrow: draw(360, 118),
    table: dataTable({
      caption: heading,
      captionHidden: true,
      rows: ordered,
      columns: [
        { heading: 'Candidate', names: true, cell: ({ name }) => shorten(name, 80) },
        { heading, align: 'right', cell: (candidate) => verdictRow(candidate).saving.estimate },
        { heading: 'Interval', align: 'right', cell: (candidate) => verdictRow(candidate).saving.interval },
      ],
    }),
  });
}
