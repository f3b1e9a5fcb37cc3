import { formatInterval, formatPercent, formatPoints, unknownFigure } from '../../src/reports/format.ts';
import { promoteStack, type StackResult } from '../../src/workbench.ts';
import { suiteFile } from './suite-runs.ts';
import { markdownTable } from './table.ts';
import { openWorkspace } from './workspace.ts';

/** Suites whose stacks stand in the documents. */
export const stackedSuites = [
  'support-triage',
  'support-routing',
  'support-answers',
  'support-agent',
] as const;

/** Composes and judges a suite's stack as `promote --stack` does, in a workspace of its own: nothing was run there before. */
export async function measureStack(suite: string): Promise<StackResult> {
  const workspace = await openWorkspace();
  try {
    return await promoteStack({ suiteFile: suiteFile(suite) });
  } finally {
    await workspace.close();
  }
}

/** What each suite's stack holds, what it saves on the test split, and what the single savings would make. */
export function stacksTable(results: readonly StackResult[]): string {
  return markdownTable(
    [
      'suite',
      'stack',
      'saving',
      '90 % interval',
      'if the single savings multiplied',
      'quality, points',
      'verdict',
    ],
    results.map(({ report, composed }) => {
      const stack = report.candidates.find(({ name }) => name === composed.candidate.arm.name);
      const added = composed.composition.steps.filter(({ decision }) => decision === 'added');
      return [
        `\`${report.suite.name}\``,
        added.map(({ candidate }) => `\`${candidate}\``).join(', '),
        stack?.saving == null ? unknownFigure : formatPercent(stack.saving.estimate),
        stack?.saving == null
          ? unknownFigure
          : formatInterval(stack.saving.low, stack.saving.high, formatPercent),
        formatPercent(composed.product),
        stack?.difference == null ? unknownFigure : formatPoints(stack.difference.estimate),
        stack?.verdict ?? unknownFigure,
      ];
    }),
  );
}
