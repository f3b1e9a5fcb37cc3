import type { HarmReport, MutationReport } from '../experiment/mutate.ts';
import { formatCount, formatDollars, formatInterval, formatPoints, formatSigned } from '../reports/format.ts';
import { wrap } from '../reports/terminal/layout.ts';
import { visibleLine } from '../reports/visible-text.ts';
import { plainTable } from './plain-table.ts';

const widest = 110;

function change({ difference }: HarmReport, { measure }: MutationReport): string {
  if (difference === null) return '–';
  const format = (value: number): string =>
    measure === 'pass' ? formatPoints(value) : formatSigned(value, 3);
  return `${format(difference.estimate)} (${formatInterval(difference.low, difference.high, format)})`;
}

function harmTable(report: MutationReport): string {
  const tried = report.harms.filter(({ outcome }) => outcome !== 'not applicable');
  if (tried.length === 0) return 'No harm applies to this suite.';
  return plainTable(
    [
      'Harm',
      'Result',
      'Cases hit',
      'Answers changed',
      report.measure === 'pass' ? 'Quality, points' : 'Quality',
      'By',
    ],
    tried.map((harm) => [
      harm.name,
      harm.outcome.toUpperCase(),
      String(harm.plantedCases),
      String(harm.changedAnswers),
      change(harm, report),
      harm.gates.length > 2
        ? `${harm.gates.slice(0, 2).join(', ')} and ${harm.gates.length - 2} more`
        : harm.gates.join(', '),
    ]),
  );
}

function adviceBlock(title: string, harms: readonly HarmReport[], width: number): readonly string[] {
  if (harms.length === 0) return [];
  return [
    [
      title,
      ...harms.flatMap(({ name, description, advice }) => [
        wrap(`${name}: ${visibleLine(description)}`, width, '  '),
        ...(advice === null ? [] : [wrap(`→ ${visibleLine(advice)}`, width, '    ')]),
      ]),
    ].join('\n'),
  ];
}

/** What `tollgate mutate` prints. */
export function formatMutation(report: MutationReport, columns: number): string {
  const width = Math.max(40, Math.min(columns, widest));
  const { counts, score } = report;
  const of = (outcome: HarmReport['outcome']): readonly HarmReport[] =>
    report.harms.filter((harm) => harm.outcome === outcome);
  const applicable = counts.caught + counts.suspected + counts.missed;
  const idle = of('not applicable');
  return [
    `${visibleLine(report.suite.name)}: ${formatCount(applicable, 'harm')} planted into the baseline, judged on ${formatCount(report.cases, 'test case')}`,
    harmTable(report),
    ...adviceBlock('Missed: every gate that watches for harm let these pass.', of('missed'), width),
    ...adviceBlock('Suspected: not promoted, but not proved harmful either.', of('suspected'), width),
    ...(idle.length === 0
      ? []
      : [
          [
            'Not applicable',
            ...idle.map(({ name, reason }) => wrap(`${name}: ${visibleLine(reason)}`, width, '  ')),
          ].join('\n'),
        ]),
    `Mutation score: ${score === null ? 'none, because no harm applies' : `${Math.round(100 * score)} % – ${counts.caught} of ${applicable} caught, ${counts.suspected} suspected, ${counts.missed} missed`}.`,
    wrap(
      `${formatCount(report.calls, 'call')}, ${formatCount(report.replayedCalls, 'answer')} from recordings; ${report.illustrative ? 'nothing was paid: embedded models answered' : `${formatDollars(report.paid)} paid`}. Not a use of the test split.`,
      width,
      '',
    ),
  ].join('\n\n');
}
