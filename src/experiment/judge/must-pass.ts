import type { Setting } from './context.ts';
import type { Finding } from './finding.ts';
import { tagOf } from './sample.ts';
import * as words from './wording.ts';

/** Most case ids that a sentence lists. */
const listed = 3;

function share(row: readonly number[] | undefined): number | undefined {
  if (row === undefined || row.length === 0) return undefined;
  return row.reduce((sum, value) => sum + (value === 1 ? 1 : 0), 0) / row.length;
}

/**
 * Must-pass cases carry all of the marks. One is broken when the baseline passed every repeat and the candidate
 * failed most of them: equal arms that flip 3 % of their answers would pass a strict rule on 60 cases only .16 of
 * the time. Cases beyond an early stop count too when they have been run.
 */
export function judgeMustPass({ evidence, candidate, baseline }: Setting): readonly Finding[] {
  const marks = Object.entries(evidence.gates.mustPass);
  if (marks.length === 0) return [];
  const marked = evidence.cases.flatMap((found, position) =>
    marks.every(([tag, value]) => tagOf(found, tag) === value) ? [position] : [],
  );
  const finding = (status: 'passed' | 'failed' | 'undecided', sentence: string, missing = 0): Finding => ({
    test: 'fixed',
    kind: 'must-pass',
    name: 'must-pass',
    method: 'must-pass',
    unit: 'cases',
    status,
    untestable: false,
    threshold: 0,
    sentence,
    ...(missing === 0
      ? {}
      : { missing: { cases: missing, reason: 'must-pass cases that have not been run' } }),
    details: { marked: marked.length },
  });
  const label = marks.map(([tag, value]) => `${tag}=${value}`).join(' and ');
  if (marked.length === 0) {
    return [finding('undecided', `No case is marked ${label}, so there is no must-pass case to check.`)];
  }
  const broken: string[] = [];
  let unseen = 0;
  let weak = 0;
  for (const position of marked) {
    const before = share(baseline.pass[position]);
    const after = share(candidate.observations.pass[position]);
    if (before === undefined || after === undefined) unseen += 1;
    else if (before < 1) weak += 1;
    else if (after < 0.5) broken.push(evidence.cases[position].id);
  }
  if (broken.length > 0) {
    const more = broken.length > listed ? `, and ${broken.length - listed} more` : '';
    return [
      finding(
        'failed',
        `${words.count(broken.length, 'must-pass case')} of ${marked.length} broken: ${broken.slice(0, listed).join(', ')}${more}.`,
      ),
    ];
  }
  if (unseen > 0) {
    return [
      finding(
        'undecided',
        `${words.count(unseen, 'must-pass case')} of ${marked.length} (${label}) not run yet.`,
        unseen,
      ),
    ];
  }
  const aside = weak === 0 ? '' : ` (${weak} that the baseline itself fails do not count)`;
  const subject =
    marked.length === 1 ? 'The only must-pass case is not' : `None of ${marked.length} must-pass cases is`;
  return [finding('passed', `${subject} broken${aside}.`)];
}
