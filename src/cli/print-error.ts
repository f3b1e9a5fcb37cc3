import { NotPassedError, RunFailedError, TollgateError } from '../core/errors.ts';
import type { Console } from './console.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';

/** Prints an error the way a user can act on it, and says with which code the process should end. */
export function printError(error: unknown, console: Console, debug: boolean): ExitCode {
  const red = (text: string): string => (console.colour ? `\x1b[31m${text}\x1b[39m` : text);
  if (error instanceof TollgateError) {
    console.err(`${red('error')} ${error.message}\n`);
    if (error.advice !== undefined) console.err(`${error.advice}\n`);
  } else if (error instanceof Error) {
    console.err(`${red('error')} ${error.message}\n`);
    if (!debug) console.err('This was not expected. `tollgate --debug …` prints where it happened.\n');
  } else {
    console.err(`${red('error')} ${String(error)}\n`);
  }
  if (debug && error instanceof Error) console.err(`${error.stack ?? ''}\n`);
  return exitCodeOf(error);
}

function exitCodeOf(error: unknown): ExitCode {
  if (error instanceof NotPassedError) {
    return error.verdict === 'undecided' ? exitCodes.undecided : exitCodes.gateFailed;
  }
  if (error instanceof RunFailedError) return exitCodes.runFailed;
  return error instanceof TollgateError ? exitCodes.misuse : exitCodes.runFailed;
}
