import { examples, type RegisterCommand } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';

export const registerLevers: RegisterCommand = (program, { console, action }) => {
  program
    .command('levers')
    .description('list the optimizations, or the settings of one')
    .argument('[name]', 'an optimization')
    .option('--json', 'print JSON')
    .addHelpText('after', examples('tollgate levers', 'tollgate levers prompt-compression'))
    .action(
      action(async (name: string | undefined, { json }: { readonly json?: boolean }) => {
        const { describeLever, listLevers } = await import('../format-levers.ts');
        console.out(
          name === undefined
            ? listLevers(json === true)
            : describeLever(name, json === true, console.columns),
        );
        return exitCodes.clean;
      }),
    );
};
