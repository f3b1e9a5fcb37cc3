import { cp, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';
import { packagesInBundle, thirdPartyNotices } from './third-party-notices.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const destination = path.join(root, 'dist/vendor/promptfoo');
const promptfoo = path.join(root, 'node_modules/promptfoo');

/** What promptfoo looks for beside its own code: the wrappers of Python, Ruby and Go assertions. */
const companions = ['python', 'ruby', 'golang'];

/**
 * Left-out packages that promptfoo calls while it is imported, to declare its tables; calling them is harmless,
 * because the database driver is left out too and names itself.
 */
const declarations = /^drizzle-orm(\/|$)/;

/** The packages that `overrides` in package.json empties; the bundle must never reach their code. */
async function leftOutPackages(): Promise<readonly string[]> {
  const manifest: { overrides: { promptfoo: Record<string, string> } } = JSON.parse(
    await readFile(path.join(root, 'package.json'), 'utf8'),
  );
  return Object.keys(manifest.overrides.promptfoo);
}

/**
 * Replaces each left-out package by a module whose exports can be imported but not used: the first
 * call, construction or use of one names the package. The names stand on the prototype, because
 * esbuild reads named imports of a CommonJS module through it.
 */
function leaveOut(packages: readonly string[]): Plugin {
  const names = packages.map((name) => name.replace(/[/.]/g, '\\$&')).join('|');
  return {
    name: 'leave-out',
    setup(bundle) {
      bundle.onResolve({ filter: new RegExp(`^(${names})(/.*)?$`) }, ({ path: name }) => ({
        path: name,
        namespace: 'left-out',
      }));
      bundle.onLoad({ filter: /.*/, namespace: 'left-out' }, ({ path: name }) => ({
        contents: `
          const fail = () => {
            throw new Error(${JSON.stringify(`promptfoo needs the package ${name} for this, which Tollgate leaves out`)});
          };
          const absent = new Proxy(function () {}, {
            get: (target, key) => (typeof key === 'symbol' || key in target ? target[key] : absent),
            apply: ${declarations.test(name) ? '() => absent' : 'fail'},
            construct: fail,
          });
          module.exports = Object.create(absent);
        `,
      }));
    },
  };
}

/**
 * Empties the one function through which promptfoo reports usage: with its telemetry disabled it would still
 * report, over the network, that it is disabled.
 */
const callNobody: Plugin = {
  name: 'call-nobody',
  setup(bundle) {
    bundle.onLoad({ filter: /promptfoo\/dist\/src\/telemetry-[^/]+\.js$/ }, async ({ path: file }) => {
      const source = await readFile(file, 'utf8');
      const contents = source.replace('sendEvent(eventName, properties) {', '$& return;');
      if (contents === source) {
        throw new Error(`${file} no longer sends its reports through sendEvent; find out how it does`);
      }
      return { contents };
    });
  },
};

/** Writes promptfoo's Node API, without the packages left out, to dist/vendor/promptfoo. */
export async function bundlePromptfoo(): Promise<void> {
  const staging = `${destination}.${process.pid}`;
  const { metafile } = await build({
    entryPoints: { index: 'scripts/promptfoo-entry.js' },
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    target: 'node20.20',
    outdir: staging,
    metafile: true,
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: 'none',
    logLevel: 'error',
    absWorkingDir: root,
    // Loads assertions written in TypeScript; it finds its own files beside it, so it cannot be bundled.
    external: ['tsx'],
    plugins: [leaveOut(await leftOutPackages()), callNobody],
    banner: {
      js: "import { createRequire as requireFrom } from 'node:module';const require = requireFrom(import.meta.url);",
    },
  });
  for (const folder of companions) {
    await cp(path.join(promptfoo, 'dist/src', folder), path.join(staging, folder), { recursive: true });
  }
  await cp(path.join(promptfoo, 'LICENSE'), path.join(staging, 'LICENSE'));
  await writeFile(
    path.join(staging, 'THIRD-PARTY-NOTICES.txt'),
    await thirdPartyNotices(packagesInBundle(metafile, root)),
  );
  await mkdir(path.dirname(destination), { recursive: true });
  await rm(destination, { recursive: true, force: true });
  await rename(staging, destination);
}
