import type { PlannedArm, SuitePlan } from '../experiment/plan-suite.ts';
import { formatCount, formatDollars, formatNumber, formatPercent, unknownFigure } from '../reports/format.ts';
import { visibleLine } from '../reports/visible-text.ts';
import { plainTable } from './plain-table.ts';

type Decision = SuitePlan['decision'];

/** A chance that is neither certain nor impossible is not rounded to look so. */
function chance(probability: number): string {
  if (probability > 0.995 && probability < 1) return '>99 %';
  if (probability > 0 && probability < 0.005) return '<1 %';
  return `${Math.round(100 * probability)} %`;
}

function drop(fraction: number, { gates }: SuitePlan): string {
  if (gates.measure === 'score') return formatNumber(fraction, 3);
  const points = Number((100 * fraction).toFixed(1));
  return `${points} ${points === 1 ? 'point' : 'points'}`;
}

function cases(count: number): string {
  return Number.isFinite(count) ? formatNumber(count) : unknownFigure;
}

/** What two arms disagree on, in the words of the measure. */
function discordanceHeading({ gates }: SuitePlan): string {
  return gates.measure === 'pass' ? 'Cases that differ' : 'Variance of the difference';
}

function discordance(value: number, { gates }: SuitePlan): string {
  return gates.measure === 'pass' ? formatPercent(value) : formatNumber(value, 3);
}

function decisionCells(decision: Decision, plan: SuitePlan): readonly string[] {
  return [
    drop(decision.smallestDetectableDrop, plan),
    cases(decision.casesForMargin),
    chance(decision.chanceOfQuality),
    chance(decision.chanceOfAll),
  ];
}

function splitsLine({ cases: counts, units, repeats }: SuitePlan): string {
  const independent =
    Math.round(units) === counts.test ? '' : ` (worth ${formatNumber(units)} independent ones)`;
  return (
    `${formatNumber(counts.train)} train, ${formatNumber(counts.tune)} tune and ` +
    `${formatCount(counts.test, 'test case')}${independent}, ${formatCount(repeats, 'repeat')} each.`
  );
}

function decisionBlock(plan: SuitePlan): string {
  const { decision, gates } = plan;
  const { source, runId, value } = plan.discordance;
  const from =
    source === 'newest run'
      ? `as in run ${runId} (the middle of its candidates)`
      : 'an assumption: no run has finished yet';
  const rows = plan.otherDiscordances.map((row) => [
    discordance(row.discordance, plan),
    ...decisionCells(row.decision, plan),
  ]);
  const margins = gates.slices.filter(({ margin }) => margin !== undefined).length;
  const slices =
    gates.slices.length === 0
      ? ''
      : margins === 0
        ? ` and the ${gates.slices.length} harm gates on slices`
        : ` and the ${gates.slices.length} slice gates, ${margins} of them with a margin`;
  return [
    `Quality gate: margin ${drop(gates.margin, plan)}, ${formatPercent(gates.confidence)} confidence, ${formatCount(gates.candidates, 'candidate')}; each needs p ≤ ${decision.requiredP.toPrecision(2)}.`,
    `Reckoned with ${discordanceHeading(plan).toLowerCase()}: ${discordance(value, plan)} – ${from}.`,
    '',
    `  smallest drop that shows (80 % of the time)   ${drop(decision.smallestDetectableDrop, plan)}`,
    `  test cases that the margin asks for           ${cases(decision.casesForMargin)} (never fewer than ${cases(decision.minimumCases)}); there are ${cases(plan.cases.test)}`,
    `  an equal candidate passes the quality gate    ${chance(decision.chanceOfQuality)}`,
    `  … and every slice gate too                    ${chance(decision.chanceOfAll)}${slices === '' ? ' (no slices)' : ''}`,
    '',
    `If it were another share (the last column is the quality gate${slices}):`,
    plainTable([discordanceHeading(plan), 'Smallest drop', 'Cases for the margin', 'Quality', 'All'], rows),
  ].join('\n');
}

const sourceWords: { readonly [source in PlannedArm['outputFrom']]: string } = {
  'same arm': 'recorded',
  'similar calls': 'like recorded calls',
  assumption: 'assumed',
};

/** Dollars, or with invented prices shares of what the baseline is expected to cost. */
function moneyOf({ arms, illustrative }: SuitePlan): (dollars: number) => string {
  if (!illustrative) return formatDollars;
  const baseline = arms[0]?.expected ?? 0;
  return (dollars) => (baseline > 0 ? formatPercent(dollars / baseline) : unknownFigure);
}

/** A budget is written in dollars; against invented prices it still is what stops the run. */
function budgetNote({ budget, illustrative, total }: SuitePlan): string {
  if (budget === null) return 'no budget is set (--budget)';
  const short = budget < total.worst ? ', less than the worst case: the run may stop before its end' : '';
  return illustrative
    ? `the budget of ${formatDollars(budget)} is counted in the invented prices${short}`
    : `the budget is ${formatDollars(budget)}${short}`;
}

function costBlock(plan: SuitePlan): string {
  const money = moneyOf(plan);
  const rows = [...plan.arms, ...plan.candidates].map((arm) => [
    visibleLine(arm.name),
    formatNumber(arm.calls),
    `${formatNumber(arm.outputTokens, 1)} ${sourceWords[arm.outputFrom]}`,
    money(arm.expected),
    money(arm.worst),
  ]);
  const { calls, expected, worst } = plan.total;
  const judges = [...plan.arms, ...plan.candidates].reduce((sum, arm) => sum + (arm.judges ?? 0), 0);
  const illustrative = plan.illustrative
    ? [
        'Embedded models would answer: their prices are invented, and nothing is paid. Costs are percentages of what the baseline is expected to cost.',
      ]
    : [];
  return [
    ...illustrative,
    plainTable(
      ['Arm', 'Calls', 'Output tokens a call', 'Expected', 'Worst case'],
      [...rows, ['all', formatNumber(calls), '', money(expected - judges), money(worst)]],
    ),
    `${judges === 0 ? '' : `Judges add about ${money(judges)}. `}Recorded calls are replayed for nothing; retries and fitting come on top; ${budgetNote(plan)}.`,
  ].join('\n');
}

function candidateBlock(plan: SuitePlan): string {
  if (plan.candidates.length === 0) return 'The suite has no candidates.';
  return plainTable(
    ['Candidate', 'Verdict no.', discordanceHeading(plan), 'Passes if equal: quality', 'All'],
    plan.candidates.map((candidate) => [
      visibleLine(candidate.name),
      String(candidate.round),
      candidate.observedDiscordance === null ? unknownFigure : formatPercent(candidate.observedDiscordance),
      chance(candidate.decision.chanceOfQuality),
      chance(candidate.decision.chanceOfAll),
    ]),
  );
}

/** Notes that several arms share are said once. */
function notesBlock(plan: SuitePlan): readonly string[] {
  const arms = [...plan.arms, ...plan.candidates];
  const byNote = new Map<string, string[]>();
  for (const { name, notes } of arms) {
    for (const note of notes) byNote.set(note, [...(byNote.get(note) ?? []), visibleLine(name)]);
  }
  return [...byNote].map(([note, names]) =>
    names.length === arms.length ? `Every arm: ${note}` : `${names.join(', ')}: ${note}`,
  );
}

function adviceLine({ cases: counts, decision, gates }: SuitePlan): string | undefined {
  if (decision.chanceOfAll >= 0.8) return undefined;
  const more = decision.casesForMargin - counts.test;
  const slices = gates.slices.filter(({ margin }) => margin !== undefined);
  if (slices.length > 0 && decision.chanceOfQuality >= 0.8) {
    return 'Slices with a margin are what an equal candidate would fail: leave the margin out to watch for harm only, or add cases to the small slices.';
  }
  return more > 0 && Number.isFinite(more)
    ? `An equal candidate would often stay undecided. ${formatCount(more, 'more test case')} would help; so would a wider margin, fewer candidates at a time (--candidate), or repeats where answers vary (tollgate noise).`
    : 'An equal candidate would often stay undecided. Try fewer candidates at a time (--candidate) or a wider margin.';
}

/** What `tollgate plan` prints. */
export function formatPlan(plan: SuitePlan): string {
  const advice = adviceLine(plan);
  return [
    `${visibleLine(plan.suite.name)}  ${visibleLine(plan.suite.file)}\n${splitsLine(plan)}`,
    decisionBlock(plan),
    candidateBlock(plan),
    ...(advice === undefined ? [] : [advice]),
    costBlock(plan),
    ...notesBlock(plan),
    'Nothing was called, and nothing was written.',
  ].join('\n\n');
}
