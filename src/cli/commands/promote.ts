import { examples, type RegisterCommand } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';

interface PromoteOptions {
  readonly force?: string;
  readonly stack?: boolean;
  readonly allowOutside?: boolean;
}

export const registerPromote: RegisterCommand = (program, { console, signal, commandLine, action }) => {
  program
    .command('promote')
    .description('make a candidate that passed its gates the new baseline, and write SUITE.lock.yaml')
    .argument('<suite>', 'a suite file')
    .argument('[candidate]', 'a candidate (default: the one that passed with the largest saving)')
    .option('--force <reason>', 'promote against the verdict; the ledger keeps the reason')
    .option(
      '--stack',
      'stack every candidate that passes, measure the stack, and promote it when it passes too',
    )
    .option('--allow-outside', 'let the suite read files outside its project')
    .addHelpText(
      'after',
      examples(
        'tollgate promote suites/support-triage.yaml no-examples',
        'tollgate promote suites/support-triage.yaml --stack',
        "tollgate promote suites/support-triage.yaml small --force 'the vendor retires the old model'",
      ),
    )
    .action(
      action(async (suiteFile: string, candidate: string | undefined, options: PromoteOptions) => {
        if (options.stack === true) {
          const { promoteStackCommand } = await import('../promote-stack.ts');
          return promoteStackCommand(suiteFile, candidate, options, { console, signal, commandLine });
        }
        const { promote } = await import('../../experiment/promote.ts');
        const promoted = await promote({
          suiteFile,
          candidate,
          forceReason: options.force,
          ...(options.allowOutside === true ? { allowOutside: true } : {}),
        });
        console.out(promoted.sentence);
        console.out(`Promoted ${promoted.candidate} (run ${promoted.runId}). Commit ${promoted.lockFile}.`);
        console.out(`Check it any time: tollgate verify ${promoted.lockFile}`);
        return exitCodes.clean;
      }),
    );
};
