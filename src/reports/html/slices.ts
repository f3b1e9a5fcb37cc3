import { formatInterval, formatNumber, formatPoints } from '../format.ts';
import type { CandidateReport, Report } from '../report.ts';
import { differenceHeading } from '../verdict-row.ts';
import { shorten } from '../visible-text.ts';
import { type Charts, figure } from './chart.ts';
import { forestChart } from './forest-chart.ts';
import { intervalMark, sharedDomain, toneOf } from './interval-mark.ts';
import { html, nothing, type SafeHtml } from './safe-html.ts';
import { dataTable } from './table.ts';

type Slice = CandidateReport['slices'][number];

function sliceName({ tag, value }: Slice): string {
  return `${shorten(tag, 40)} = ${shorten(value, 40)}`;
}

function sliceKey({ tag, value }: Slice): string {
  return JSON.stringify([tag, value]);
}

/** Every candidate in every slice on one scale; shown when there is more than one candidate to compare. */
export function sliceMatrix(report: Report): SafeHtml {
  const candidates = report.candidates.filter(({ slices }) => slices.length > 0);
  if (candidates.length < 2) return nothing;
  const slices = [
    ...new Map(
      candidates.flatMap((each) => each.slices.map((slice) => [sliceKey(slice), slice] as const)),
    ).entries(),
  ];
  const domain = sharedDomain(candidates.flatMap((each) => each.slices.map(({ difference }) => difference)));
  const table = dataTable({
    caption: 'Quality difference by slice, in points',
    captionHidden: true,
    rows: candidates,
    columns: [
      { heading: 'Candidate', names: true, cell: ({ name }) => shorten(name, 80) },
      ...slices.map(([key, slice]) => ({
        heading: sliceName(slice),
        align: 'right' as const,
        cell: (candidate: CandidateReport) => {
          const found = candidate.slices.find((each) => sliceKey(each) === key);
          if (found === undefined) return '–';
          const { difference } = found;
          return html`<span class="estimate" title="${formatInterval(difference.low, difference.high, formatPoints)}"><b>${formatPoints(difference.estimate)}</b></span>${intervalMark(difference, domain, toneOf(difference))}`;
        },
      })),
    ],
  });
  return html`<figure class="matrix"><figcaption><h3>Quality difference by slice</h3><p>In points, every candidate and slice on one scale. Coloured where the whole interval lies on one side of zero; not adjusted for the number of slices.</p></figcaption>${table}</figure>`;
}

/** The slices of one candidate as a forest plot and a table. */
export function candidateSlices(candidate: CandidateReport, charts: Charts): SafeHtml {
  const { slices } = candidate;
  if (slices.length === 0) return nothing;
  return figure({
    inCandidate: true,
    title: 'Slices',
    caption: 'Quality difference to the baseline in each slice, with its interval.',
    wide: forestChart(charts, {
      title: 'Quality difference by slice',
      description: 'one row per slice; the table below has every figure',
      axis: differenceHeading,
      suffix: '',
      rows: slices.map((slice) => ({
        label: sliceName(slice),
        interval: slice.difference,
        tone: toneOf(slice.difference),
        text: `${formatPoints(slice.difference.estimate)} points`,
      })),
      width: 400,
      labelWidth: 116,
    }),
    table: dataTable({
      caption: 'Slices',
      captionHidden: true,
      rows: slices,
      columns: [
        { heading: 'Slice', names: true, cell: sliceName },
        { heading: 'Cases', align: 'right', cell: ({ cases }) => formatNumber(cases) },
        {
          heading: differenceHeading,
          align: 'right',
          cell: ({ difference }) => formatPoints(difference.estimate),
        },
        {
          heading: 'Interval',
          align: 'right',
          cell: ({ difference }) => formatInterval(difference.low, difference.high, formatPoints),
        },
      ],
    }),
  });
}
