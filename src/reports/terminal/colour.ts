import { styleText } from 'node:util';
import type { VerdictKind } from '../../core/verdict.ts';

export interface TerminalOptions {
  /** Whether the output is a terminal that shows colours. */
  readonly isTTY: boolean;
  /** Width in characters; 100 where it is not known. */
  readonly columns?: number;
  /** Where the HTML report was written, as a person would name it. */
  readonly reportFile?: string;
  /** `NO_COLOR` and `FORCE_COLOR` are read. */
  readonly environment: { readonly [name: string]: string | undefined };
}

/**
 * Colours are used on a terminal. `NO_COLOR` (any value but the empty one, https://no-color.org) turns them off,
 * `FORCE_COLOR` turns them on (`0` and `false` turn them off) and has the last word, as in Node.
 */
export function usesColour({ isTTY, environment }: TerminalOptions): boolean {
  const forced = environment['FORCE_COLOR'];
  if (forced !== undefined) return forced !== '0' && forced !== 'false';
  const refused = environment['NO_COLOR'];
  return refused !== undefined && refused !== '' ? false : isTTY;
}

export interface Palette {
  readonly strong: (text: string) => string;
  readonly faint: (text: string) => string;
  readonly warning: (text: string) => string;
  readonly verdict: { readonly [kind in VerdictKind]: (text: string) => string };
}

type Style = Parameters<typeof styleText>[0];

export function palette(colour: boolean): Palette {
  const style =
    (format: Style) =>
    (text: string): string =>
      colour ? styleText(format, text, { validateStream: false }) : text;
  return {
    strong: style('bold'),
    faint: style('dim'),
    warning: style('yellow'),
    verdict: {
      promote: style(['bold', 'green']),
      reject: style(['bold', 'red']),
      undecided: style(['bold', 'yellow']),
    },
  };
}
