import { WriteStream } from 'node:tty';

/** Where a command prints, and how. Results go to `out`; progress and complaints go to `err`, so that pipes stay clean. */
export interface Console {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  readonly colour: boolean;
  /** True when progress may redraw its line. */
  readonly interactive: boolean;
  readonly columns: number;
}

/** NO_COLOR (any value) wins over FORCE_COLOR, which wins over what the terminal can do; see no-color.org. */
function wantsColour(isTerminal: boolean, environment: NodeJS.ProcessEnv): boolean {
  if (environment['NO_COLOR'] !== undefined && environment['NO_COLOR'] !== '') return false;
  if (environment['FORCE_COLOR'] !== undefined) return environment['FORCE_COLOR'] !== '0';
  return isTerminal && environment['TERM'] !== 'dumb';
}

export function processConsole(): Console {
  const { stdout, stderr, env } = process;
  return {
    out: (text) => void stdout.write(text.endsWith('\n') ? text : `${text}\n`),
    err: (text) => void stderr.write(text),
    colour: wantsColour(stdout.isTTY === true, env),
    interactive: stderr instanceof WriteStream && stderr.isTTY && env['CI'] === undefined,
    columns: stdout.columns ?? 100,
  };
}
