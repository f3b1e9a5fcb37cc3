#!/usr/bin/env node
import { processConsole } from './console.ts';
import { exitCodes } from './exit-codes.ts';
import { runProgram } from './program.ts';

const stop = new AbortController();
process.on('SIGINT', () => {
  if (stop.signal.aborted) process.exit(exitCodes.runFailed);
  process.stderr.write(
    '\nstopping; finished calls are kept, `--resume` goes on from here (Ctrl-C again kills)\n',
  );
  stop.abort(new Error('stopped by Ctrl-C'));
});
// A reader such as `head` that closes the pipe is not an error of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) =>
  process.exit(error.code === 'EPIPE' ? 0 : exitCodes.runFailed),
);

process.exitCode = await runProgram(process.argv.slice(2), processConsole(), stop.signal);
