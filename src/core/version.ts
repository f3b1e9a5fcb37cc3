import { readFileSync } from 'node:fs';

const packageFile = new URL('../../package.json', import.meta.url);
const { version }: { readonly version: string } = JSON.parse(readFileSync(packageFile, 'utf8'));

/** The version of this package. */
export const toolVersion: string = version;
