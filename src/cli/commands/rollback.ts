import { examples, type RegisterCommand } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';

export const registerRollback: RegisterCommand = (program, { console, action }) => {
  program
    .command('rollback')
    .description('go back to the stack before the last promotion')
    .argument('<suite>', 'a suite file')
    .option('--reason <text>', 'why; the ledger keeps it', 'rolled back')
    .addHelpText(
      'after',
      examples("tollgate rollback suites/support-triage.yaml --reason 'complaints since Monday'"),
    )
    .action(
      action(async (suiteFile: string, { reason }: { readonly reason: string }) => {
        const { rollback } = await import('../../experiment/promotion-ledger.ts');
        const { lockFile, stack } = await rollback({ suiteFile, reason });
        console.out(
          stack.length === 0
            ? `Rolled back to the original pipeline; ${lockFile} is removed.`
            : `Rolled back to ${stack.join(' + ')}; ${lockFile} says so again.`,
        );
        return exitCodes.clean;
      }),
    );
};
