import { Command, CommanderError } from 'commander';
import { toolVersion } from '../core/version.ts';
import type { CommandContext, RegisterCommand } from './command.ts';
import { registerCheck } from './commands/check.ts';
import { registerHistory } from './commands/history.ts';
import { registerLevers } from './commands/levers.ts';
import { registerMutate } from './commands/mutate.ts';
import { registerNoise } from './commands/noise.ts';
import { registerPlan } from './commands/plan.ts';
import { registerPromote } from './commands/promote.ts';
import { registerPurge } from './commands/purge.ts';
import { registerRollback } from './commands/rollback.ts';
import { registerRun } from './commands/run.ts';
import { registerSql } from './commands/sql.ts';
import { registerVerify } from './commands/verify.ts';
import type { Console } from './console.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { printError } from './print-error.ts';

const commands: readonly RegisterCommand[] = [
  registerRun,
  registerCheck,
  registerPlan,
  registerNoise,
  registerMutate,
  registerPromote,
  registerVerify,
  registerRollback,
  registerHistory,
  registerLevers,
  registerSql,
  registerPurge,
];

/** Runs one command line (without `node` and the script) and says with which code the process should end. */
export async function runProgram(
  given: readonly string[],
  console: Console,
  signal: AbortSignal,
): Promise<ExitCode> {
  let exitCode: ExitCode = exitCodes.clean;
  const program = new Command('tollgate')
    .description('Makes LLM applications cheaper without making them worse.')
    .version(toolVersion, '-V, --version')
    .option('--debug', 'print stack traces')
    .showHelpAfterError('(tollgate --help lists the commands)')
    .configureOutput({
      writeOut: console.out,
      writeErr: console.err,
      getOutHasColors: () => console.colour,
      getErrHasColors: () => console.colour,
    })
    .exitOverride();
  const context: CommandContext = {
    console,
    signal,
    commandLine: ['tollgate', ...given].map(quoteForShell).join(' '),
    action:
      (run) =>
      async (...action) => {
        exitCode = await run(...action);
      },
  };
  for (const register of commands) register(program, context);
  try {
    await program.parseAsync(given, { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.clean : exitCodes.misuse;
    return printError(error, console, program.opts<{ debug?: boolean }>().debug === true);
  }
}

function quoteForShell(word: string): string {
  return /^[\w./:=@,+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
