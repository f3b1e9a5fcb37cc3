import { WriteStream } from 'node:tty';
import { usesColour } from '../reports/terminal/colour.ts';

/** Where a command prints, and how. Results go to `out`; progress and complaints go to `err`, so that pipes stay clean. */
export interface Console {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  readonly colour: boolean;
  /** True when progress may redraw its line. */
  readonly interactive: boolean;
  readonly columns: number;
}

export function processConsole(): Console {
  const { stdout, stderr, env } = process;
  return {
    out: (text) => void stdout.write(text.endsWith('\n') ? text : `${text}\n`),
    err: (text) => void stderr.write(text),
    colour: usesColour({ isTTY: stdout.isTTY === true && env['TERM'] !== 'dumb', environment: env }),
    interactive: stderr instanceof WriteStream && stderr.isTTY && env['CI'] === undefined,
    columns: stdout.columns ?? 100,
  };
}
