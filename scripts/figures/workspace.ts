import { cp, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { runProgram } from '../../src/cli/program.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** A copy of the shipped suites in which nothing was run or promoted before, so that figures depend on the code alone. */
export interface Workspace {
  /** Runs a command line there. @throws Error when it ends with another code than 0. */
  readonly command: (...given: readonly string[]) => Promise<string>;
  readonly close: () => Promise<void>;
}

/** Makes the workspace and changes into it, because reports and messages name files relative to the working directory. */
export async function openWorkspace(): Promise<Workspace> {
  const folder = await realpath(await mkdtemp(path.join(tmpdir(), 'tollgate-figures-')));
  const earlier = process.cwd();
  const copied = (file: string): boolean => !file.endsWith('.lock.yaml');
  for (const name of ['suites', 'datasets']) {
    await cp(path.join(root, name), path.join(folder, name), { recursive: true, filter: copied });
  }
  await writeFile(path.join(folder, 'package.json'), '{ "type": "module" }\n');
  process.chdir(folder);
  return {
    command: async (...given) => {
      let out = '';
      let err = '';
      const code = await runProgram(
        given,
        {
          out: (text) => {
            out += text.endsWith('\n') ? text : `${text}\n`;
          },
          err: (text) => {
            err += text;
          },
          colour: false,
          interactive: false,
          columns: 100,
        },
        new AbortController().signal,
      );
      if (code !== 0) throw new Error(`tollgate ${given.join(' ')} ended with code ${code}\n${err}${out}`);
      return out.trimEnd();
    },
    close: async () => {
      process.chdir(earlier);
      await rm(folder, { recursive: true, force: true });
    },
  };
}
