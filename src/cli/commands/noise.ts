import { examples, type RegisterCommand } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { countOption, dollarsOption } from '../options.ts';
import { createProgressLine } from '../progress-line.ts';

interface NoiseOptions {
  readonly repeats?: number;
  readonly cases?: number;
  readonly budget?: number;
  readonly concurrency?: number;
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly allowOutside?: boolean;
}

export const registerNoise: RegisterCommand = (program, { console, signal, commandLine, action }) => {
  program
    .command('noise')
    .description(
      'run the baseline against itself with fresh calls: how much answers vary, which margin that leaves',
    )
    .argument('<suite>', 'a suite file')
    .option('-r, --repeats <n>', 'ask every case so often (default: 3)', countOption)
    .option('-n, --cases <n>', 'draw so many test cases (default: all)', countOption)
    .option('-b, --budget <dollars>', 'never spend more than this (default: the suite’s)', dollarsOption)
    .option('--concurrency <n>', 'trials side by side (default: the suite’s)', countOption)
    .option('--json', 'print JSON')
    .option('-q, --quiet', 'no progress')
    .option('--allow-outside', 'let the suite read files outside its project')
    .addHelpText(
      'after',
      examples(
        'tollgate noise suites/support-triage.yaml --cases 100',
        'tollgate noise suites/support-triage.yaml --repeats 5 --budget 2',
      ),
    )
    .action(
      action(async (suiteFile: string, options: NoiseOptions) => {
        const { measureNoise } = await import('../../experiment/noise.ts');
        const { formatNoise } = await import('../format-noise.ts');
        const { repeats, cases, budget, concurrency } = options;
        const line = createProgressLine(console, undefined);
        try {
          const report = await measureNoise({
            suiteFile,
            ...(repeats === undefined ? {} : { repeats }),
            ...(cases === undefined ? {} : { cases }),
            ...(budget === undefined ? {} : { budgetDollars: budget }),
            ...(concurrency === undefined ? {} : { concurrency }),
            ...(options.allowOutside === true ? { allowOutside: true } : {}),
            commandLine,
            signal,
            onProgress: options.json === true || options.quiet === true ? () => {} : line.update,
          });
          line.finish();
          console.out(options.json === true ? JSON.stringify(report, null, 2) : formatNoise(report));
          return exitCodes.clean;
        } finally {
          line.finish();
        }
      }),
    );
};
