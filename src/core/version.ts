import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

/** Found by the package's own name, because a bundler decides in which folder this code ends up. */
const manifest = createRequire(import.meta.url).resolve('tollgate/package.json');
const { version }: { readonly version: string } = JSON.parse(readFileSync(manifest, 'utf8'));

/** The version of this package. */
export const toolVersion: string = version;

/** The folder of this package: the repository, or where it is installed. */
export const packageFolder: URL = pathToFileURL(`${path.dirname(manifest)}${path.sep}`);
