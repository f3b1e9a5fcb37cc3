import { examples, type RegisterCommand } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';

export const registerCheck: RegisterCommand = (program, { console, action }) => {
  program
    .command('check')
    .description('read a suite and its datasets and report everything that is wrong, without any call')
    .argument('<suite>', 'a suite file')
    .option('--allow-outside', 'let the suite read files outside its project')
    .addHelpText('after', examples('tollgate check suites/support-triage.yaml'))
    .action(
      action(async (suiteFile: string, options: { readonly allowOutside?: boolean }) => {
        const { checkSuite } = await import('../../experiment/check-suite.ts');
        const { suite, candidates, train, tune, test } = await checkSuite(suiteFile, options);
        console.out(
          `${suite.name}: ${candidates.length} candidates; ` +
            `${train.length} train, ${tune.length} tune and ${test.length} test cases. Nothing to object to.`,
        );
        return exitCodes.clean;
      }),
    );
};
