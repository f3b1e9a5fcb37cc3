import type { Metafile } from 'esbuild';
import { beforeAll, describe, expect, it } from 'vitest';
import { bundleEntries } from '../../scripts/bundle-entries.ts';

let outputs: Metafile['outputs'];

beforeAll(async () => {
  ({ outputs } = await bundleEntries({ folder: 'dist', write: false }));
});

/** Everything that is loaded with a bundled file, before anything that it imports lazily. */
function loadedWith(file: string): {
  readonly files: readonly string[];
  readonly packages: readonly string[];
} {
  const files = new Set([file]);
  const packages = new Set<string>();
  for (const visited of files) {
    for (const { path, kind, external } of outputs[visited].imports) {
      if (kind !== 'import-statement') continue;
      if (external !== true) files.add(path);
      else if (!path.startsWith('node:')) packages.add(path);
    }
  }
  return { files: [...files], packages: [...packages].sort() };
}

function sourcesIn(files: readonly string[]): readonly string[] {
  return files.flatMap((file) => Object.keys(outputs[file].inputs));
}

function chunkOf(source: string): string {
  const [file = ''] = Object.entries(outputs).find(([, { entryPoint }]) => entryPoint === source) ?? [];
  return file;
}

describe('the bundled command', () => {
  it('asks for help and options with two small packages and nothing of the workbench', () => {
    const { files, packages } = loadedWith(chunkOf('src/cli/program.ts'));
    expect(packages).toEqual(['commander', 'fastest-levenshtein']);
    const folders = new Set(sourcesIn(files).map((source) => source.split('/')[1]));
    expect([...folders].sort()).toEqual(['cli', 'core']);
  });

  it('starts without any package, so that Node can set up its compile cache before the first one', () => {
    expect(loadedWith('dist/cli/main.js').packages).toEqual([]);
  });

  it('loads the workbench when a suite is run', () => {
    const { files, packages } = loadedWith(chunkOf('src/workbench.ts'));
    expect(packages).toEqual(expect.arrayContaining(['yaml', 'zod']));
    expect(sourcesIn(files)).toContain('src/experiment/session.ts');
  });
});

describe('the bundled library', () => {
  it('shares every module with the command, so that an error of one is an instance of the other’s class', () => {
    const places = Object.entries(outputs).flatMap(([file, { inputs }]) =>
      Object.keys(inputs).map((source) => ({ source, file })),
    );
    expect(places.length).toBeGreaterThan(300);
    expect(new Set(places.map(({ source }) => source)).size).toBe(places.length);
    const library = sourcesIn(loadedWith('dist/index.js').files);
    expect(library).toEqual(expect.arrayContaining(['src/workbench.ts', 'src/core/errors.ts']));
  });
});
