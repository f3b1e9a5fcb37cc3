import { runProgram } from '../../src/cli/program.ts';

/** Runs a command line in this process and gives back what it printed and its exit code. */
export async function commandLine(
  ...given: readonly string[]
): Promise<{ readonly code: number; readonly out: string; readonly err: string }> {
  let out = '';
  let err = '';
  const console = {
    out: (text: string) => {
      out += text.endsWith('\n') ? text : `${text}\n`;
    },
    err: (text: string) => {
      err += text;
    },
    colour: false,
    interactive: false,
    columns: 100,
  };
  const code = await runProgram(given, console, new AbortController().signal);
  return { code, out, err };
}
