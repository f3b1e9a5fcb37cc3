#!/usr/bin/env node
import nodeModule from 'node:module';
import { processConsole } from './console.ts';
import { exitCodes } from './exit-codes.ts';

// Node 22.1 and later keep compiled code in a folder of the temporary directory. Only what is imported afterwards counts,
// so the program is imported below. Where the folder cannot be written, Node goes on without it.
if ('enableCompileCache' in nodeModule && typeof nodeModule.enableCompileCache === 'function') {
  nodeModule.enableCompileCache();
}

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

const { runProgram } = await import('./program.ts');
process.exitCode = await runProgram(process.argv.slice(2), processConsole(), stop.signal);
