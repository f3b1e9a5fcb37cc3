import { examples, type RegisterCommand } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';

export const registerVerify: RegisterCommand = (program, { console, action }) => {
  program
    .command('verify')
    .description(
      'judge the evidence in a lock file again, offline; exit 1 if the promotion does not follow from it',
    )
    .argument('<lock>', 'a lock file, SUITE.lock.yaml')
    .option('--json', 'print the result as JSON')
    .addHelpText('after', examples('tollgate verify suites/support-triage.lock.yaml'))
    .action(
      action(async (file: string, { json }: { readonly json?: boolean }) => {
        const { verifyLockFile } = await import('../../experiment/verify.ts');
        const result = await verifyLockFile(file);
        if (json === true) console.out(JSON.stringify(result, null, 2));
        else {
          console.out(result.sentence);
          for (const objection of result.objections) console.out(objection);
          console.out(
            result.holds
              ? `${file}: the promotion of ${result.candidate} follows from the evidence.`
              : `${file}: the promotion of ${result.candidate} does not follow from the evidence.`,
          );
        }
        return result.holds ? exitCodes.clean : exitCodes.gateFailed;
      }),
    );
};
