import { displayPath } from '../core/display-path.ts';
import { ConfigurationError } from '../core/errors.ts';
import { formatPercent, unknownFigure } from '../reports/format.ts';
import { promoteStack, type StackResult } from '../workbench.ts';
import type { CommandContext } from './command.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { formatRun } from './format-run.ts';
import { plainTable } from './plain-table.ts';
import { createProgressLine } from './progress-line.ts';

/** What each step measured on tune, and the product of the single savings beside the stack's own. */
function waterfall({ composed, report }: StackResult): string {
  const { start, steps } = composed.composition;
  const share = (cost: number): string =>
    formatPercent(start.costPerThousand === 0 ? 1 : cost / start.costPerThousand);
  const rows = [
    ['baseline', '', formatPercent(1), formatPercent(start.quality), ''],
    ...steps.map(({ candidate, decision, figures, reason }) => [
      candidate,
      decision.replace('-', ' '),
      share(figures.costPerThousand),
      formatPercent(figures.quality),
      reason,
    ]),
  ];
  const measured = report.candidates.find(({ name }) => name === composed.candidate.arm.name)?.saving;
  const saves = measured == null ? unknownFigure : formatPercent(measured.estimate);
  return [
    plainTable(['on the tune split', 'decision', 'cost', 'quality', 'why'], rows),
    '',
    `Measured on the test split, the stack saves ${saves}; if the single savings multiplied it would be ${formatPercent(composed.product)}.`,
  ].join('\n');
}

/** `tollgate promote SUITE --stack`. */
export async function promoteStackCommand(
  suiteFile: string,
  candidate: string | undefined,
  options: { readonly force?: string; readonly allowOutside?: boolean },
  { console, signal, commandLine }: Pick<CommandContext, 'console' | 'signal' | 'commandLine'>,
): Promise<ExitCode> {
  if (candidate !== undefined || options.force !== undefined) {
    throw new ConfigurationError([{ message: '--stack takes neither a candidate nor --force.' }], {
      advice: 'It stacks every candidate that passes, and promotes only what passes.',
    });
  }
  const line = createProgressLine(console, undefined);
  try {
    const result = await promoteStack({
      suiteFile,
      ...(options.allowOutside === true ? { allowOutside: true } : {}),
      commandLine,
      signal,
      onProgress: line.update,
    });
    line.finish();
    console.out(formatRun(result, { console, format: 'full' }));
    console.out('');
    console.out(waterfall(result));
    const verdict = result.verdicts.find(
      ({ candidate: name }) => name === result.composed.candidate.arm.name,
    );
    if (result.lockFile === undefined) {
      console.out('The stack did not pass, so nothing is promoted.');
      return verdict?.kind === 'undecided' ? exitCodes.undecided : exitCodes.gateFailed;
    }
    console.out(`Promoted the stack. Commit ${displayPath(result.lockFile)}.`);
    return exitCodes.clean;
  } finally {
    line.finish();
  }
}
