import { examples, type RegisterCommand } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { countOption, dollarsOption } from '../options.ts';
import { createProgressLine } from '../progress-line.ts';

interface RunOptions {
  readonly candidate?: readonly string[];
  readonly budget?: number;
  readonly concurrency?: number;
  readonly replay: boolean;
  readonly resume?: boolean;
  readonly earlyStop?: boolean;
  readonly strict?: boolean;
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly allowOutside?: boolean;
}

/** With `--strict` every candidate must pass; without, one promoted candidate is a success. */
function exitCodeOf(verdicts: readonly { readonly kind: string }[], strict: boolean): ExitCode {
  const kinds = new Set(verdicts.map(({ kind }) => kind));
  if (kinds.size === 0 || (!strict && kinds.has('promote'))) return exitCodes.clean;
  if (kinds.has('reject')) return exitCodes.gateFailed;
  return kinds.has('undecided') ? exitCodes.undecided : exitCodes.clean;
}

export const registerRun: RegisterCommand = (program, { console, signal, commandLine, action }) => {
  program
    .command('run')
    .description('run the baseline and every candidate of a suite, judge them, write the report')
    .argument('<suite>', 'a suite file')
    .option('-c, --candidate <name...>', 'only these candidates')
    .option('-b, --budget <dollars>', 'never spend more than this (default: the suite’s)', dollarsOption)
    .option('--concurrency <n>', 'trials side by side (default: the suite’s)', countOption)
    .option('--no-replay', 'make every call again instead of replaying recorded ones')
    .option('--resume', 'go on with the last run of this suite that did not finish')
    .option('--early-stop', 'look four times and stop early where the answer is clear')
    .option('--strict', 'exit 1 when any candidate is rejected, 3 when any is undecided')
    .option('--json', 'print the report as JSON')
    .option('-q, --quiet', 'no progress, no table: verdicts only')
    .option('--allow-outside', 'let the suite read files outside its project')
    .addHelpText(
      'after',
      examples(
        'tollgate run suites/support-triage.yaml',
        'tollgate run suites/support-triage.yaml --candidate no-examples --json',
        'tollgate run suites/support-triage.yaml --no-replay --budget 5',
      ),
    )
    .action(
      action(async (suiteFile: string, options: RunOptions) => {
        const { runSuite } = await import('../../workbench.ts');
        const { formatRun } = await import('../format-run.ts');
        const line = createProgressLine(console, undefined);
        const silent = options.quiet === true || options.json === true;
        try {
          const result = await runSuite({
            suiteFile,
            ...(options.candidate === undefined ? {} : { only: options.candidate }),
            ...(options.budget === undefined ? {} : { budgetDollars: options.budget }),
            ...(options.concurrency === undefined ? {} : { concurrency: options.concurrency }),
            replay: options.replay,
            resume: options.resume === true,
            ...(options.earlyStop === true ? { earlyStop: true } : {}),
            ...(options.allowOutside === true ? { allowOutside: true } : {}),
            commandLine,
            signal,
            onProgress: silent ? () => {} : line.update,
          });
          line.finish();
          console.out(
            await formatRun(result, {
              console,
              format: options.json ? 'json' : options.quiet ? 'short' : 'full',
            }),
          );
          return exitCodeOf(result.verdicts, options.strict === true);
        } finally {
          line.finish();
        }
      }),
    );
};
