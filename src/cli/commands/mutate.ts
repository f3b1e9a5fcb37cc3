import { examples, type RegisterCommand } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { countOption, dollarsOption, shareOption } from '../options.ts';
import { createProgressLine } from '../progress-line.ts';

interface MutateOptions {
  readonly weaker?: string;
  readonly instructions?: number;
  readonly shares?: readonly string[];
  readonly harm?: readonly string[];
  readonly minimumScore?: number;
  readonly budget?: number;
  readonly concurrency?: number;
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly allowOutside?: boolean;
}

export const registerMutate: RegisterCommand = (program, { console, signal, commandLine, action }) => {
  program
    .command('mutate')
    .description('damage the pipeline in known ways and say which damage these cases and gates would miss')
    .argument('<suite>', 'a suite file')
    .option('-w, --weaker <model>', 'a model that should be found worse than the baseline’s')
    .option('--instructions <n>', 'remove at most so many instructions in turn (default: 10)', countOption)
    .option('--shares <share...>', 'shares of answers that are made wrong (default: 2% 5% 10%)')
    .option('--harm <name...>', 'only these harms')
    .option('--minimum-score <share>', 'exit 1 when less than this share is caught', shareOption)
    .option('-b, --budget <dollars>', 'never spend more than this (default: the suite’s)', dollarsOption)
    .option('--concurrency <n>', 'trials side by side (default: the suite’s)', countOption)
    .option('--json', 'print JSON')
    .option('-q, --quiet', 'no progress')
    .option('--allow-outside', 'let the suite read files outside its project')
    .addHelpText(
      'after',
      examples(
        'tollgate mutate suites/support-triage.yaml --weaker pocket:small',
        'tollgate mutate suites/support-triage.yaml --harm off-topic-2 label-lost --minimum-score 0.9',
      ),
    )
    .action(
      action(async (suiteFile: string, options: MutateOptions) => {
        const { mutateSuite } = await import('../../experiment/mutate.ts');
        const { formatMutation } = await import('../format-mutate.ts');
        const { weaker, instructions, shares, harm, budget, concurrency, minimumScore } = options;
        const line = createProgressLine(console, undefined);
        try {
          const report = await mutateSuite({
            suiteFile,
            ...(weaker === undefined ? {} : { weaker }),
            ...(instructions === undefined ? {} : { instructions }),
            ...(shares === undefined ? {} : { shares: shares.map(shareOption) }),
            ...(harm === undefined ? {} : { only: harm }),
            ...(budget === undefined ? {} : { budgetDollars: budget }),
            ...(concurrency === undefined ? {} : { concurrency }),
            ...(options.allowOutside === true ? { allowOutside: true } : {}),
            commandLine,
            signal,
            onProgress: options.json === true || options.quiet === true ? () => {} : line.update,
          });
          line.finish();
          console.out(
            options.json === true ? JSON.stringify(report, null, 2) : formatMutation(report, console.columns),
          );
          const enough = minimumScore === undefined || (report.score ?? 1) >= minimumScore;
          if (!enough) {
            console.err(`the mutation score is below ${minimumScore}\n`);
            return exitCodes.gateFailed;
          }
          return exitCodes.clean;
        } finally {
          line.finish();
        }
      }),
    );
};
