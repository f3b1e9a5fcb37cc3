import { readFileSync } from 'node:fs';
import { RunFailedError } from '../core/errors.ts';
import { maskSecrets } from './secrets.ts';

/** Clock ticks per second in /proc; 100 on every Linux that Node supports. */
const ticksPerSecond = 100;

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function startOf(processId: string): Date | undefined {
  const status = read(`/proc/${processId}/stat`);
  const boot = /^btime (\d+)$/m.exec(read('/proc/stat') ?? '')?.[1];
  if (status === undefined || boot === undefined) return undefined;
  // The command, in parentheses, may hold anything; the start is the 20th field after it.
  const ticks = Number(status.slice(status.lastIndexOf(')') + 2).split(' ')[19]);
  return Number.isFinite(ticks)
    ? new Date((Number(boot) + Math.floor(ticks / ticksPerSecond)) * 1000)
    : undefined;
}

/** Who holds the lock, as far as this machine tells: process id, command line, start. */
function describeHolder(program: string, processId: string): string {
  const commandLine = read(`/proc/${processId}/cmdline`)?.split('\0').join(' ').trim();
  const started = startOf(processId);
  const command = maskSecrets(
    commandLine === undefined || commandLine === '' ? program : commandLine.slice(0, 300),
  );
  const since =
    started === undefined
      ? ''
      : `, running since ${started.toISOString().slice(0, 19).replace('T', ' ')} UTC`;
  return `process ${processId} (${command}${since})`;
}

/** The error to report when DuckDB's message says that another process has the database open. */
export function lockedBy(error: Error, file: string): RunFailedError | undefined {
  const holder = /Conflicting lock is held in (.+?) \(PID (\d+)\)/.exec(error.message);
  const unknownHolder = /could not set lock on file|used by another process/i.test(error.message);
  if (holder === null && !unknownHolder) return undefined;
  const [, program = 'unknown program', processId = ''] = holder ?? [];
  const who = holder === null ? 'another process' : describeHolder(program, processId);
  const stop = holder === null ? 'stop it' : `stop it (kill ${processId})`;
  return new RunFailedError(`the store ${file} is in use by ${who}.`, {
    advice: `Wait until it has finished, ${stop}, or set another store.file.`,
    cause: error,
  });
}
