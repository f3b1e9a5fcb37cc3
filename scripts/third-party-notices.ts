import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Metafile } from 'esbuild';

/** The folders of the packages whose code stands in the bundle. */
export function packagesInBundle(metafile: Metafile, root: string): readonly string[] {
  const folders = new Set<string>();
  for (const output of Object.values(metafile.outputs)) {
    for (const [file, { bytesInOutput }] of Object.entries(output.inputs)) {
      const folder = /^.*node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(file)?.[0];
      if (folder !== undefined && bytesInOutput > 0) {
        folders.add(path.join(root, folder));
      }
    }
  }
  return [...folders].sort();
}

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
}

/** One notice for each package: its name, version, licence and the licence files it ships. */
export async function thirdPartyNotices(folders: readonly string[]): Promise<string> {
  const notices = new Map<string, string>();
  for (const folder of folders) {
    const manifest: Manifest = JSON.parse(await readFile(path.join(folder, 'package.json'), 'utf8'));
    const files = (await readdir(folder)).filter((file) => /^(licen[cs]e|notice|copying)/i.test(file)).sort();
    const texts = await Promise.all(files.map((file) => readFile(path.join(folder, file), 'utf8')));
    const heading = `${manifest.name} ${manifest.version} (${manifest.license ?? 'see below'})`;
    notices.set(heading, [heading, ...texts.map((text) => text.trim())].join('\n\n'));
  }
  return `${[...notices.values()].join(`\n\n${'-'.repeat(72)}\n\n`)}\n`;
}
