import type { Command } from 'commander';
import type { Console } from './console.ts';
import type { ExitCode } from './exit-codes.ts';

/** What the process gives a command. */
export interface CommandContext {
  readonly console: Console;
  /** Aborted by the first Ctrl-C; the second one kills. */
  readonly signal: AbortSignal;
  /** The command line that was typed, for reports. */
  readonly commandLine: string;
  /** Wraps an action so that its exit code reaches the process and its errors are printed once. */
  readonly action: <Arguments extends readonly unknown[]>(
    run: (...given: Arguments) => Promise<ExitCode>,
  ) => (...given: Arguments) => Promise<void>;
}

/** Adds one command. Heavy modules are imported inside its action, so that `--help` stays fast. */
export type RegisterCommand = (program: Command, context: CommandContext) => void;

/** The examples under a command's help. */
export function examples(...lines: readonly string[]): string {
  return `\nExamples:\n${lines.map((line) => `  $ ${line}`).join('\n')}\n`;
}
