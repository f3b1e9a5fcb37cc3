import { fileURLToPath } from 'node:url';
import { build, type Metafile } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * Bundles the command and the library into chunks: a few files load faster than hundreds. Both entries come from one
 * bundle, so that they share their chunks: a pipeline module that imports `tollgate` gets the very classes that the command
 * uses. What is imported lazily stays in chunks that are loaded lazily; packages stay in node_modules.
 *
 * @param folder where the entries go: `index.js` and `cli/main.js`, with `chunks/` beside them
 */
export async function bundleEntries({
  folder,
  write,
}: {
  readonly folder: string;
  readonly write: boolean;
}): Promise<Metafile> {
  const { metafile } = await build({
    entryPoints: { index: 'src/index.ts', 'cli/main': 'src/cli/main.ts' },
    bundle: true,
    splitting: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20.20',
    outdir: folder,
    chunkNames: 'chunks/[name]-[hash]',
    metafile: true,
    write,
    logLevel: 'error',
    absWorkingDir: root,
  });
  return metafile;
}
