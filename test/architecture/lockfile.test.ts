import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

interface Lockfile {
  readonly packages: {
    readonly [location: string]: { readonly optionalDependencies?: { readonly [name: string]: string } };
  };
}

const lockfile: Lockfile = JSON.parse(
  readFileSync(fileURLToPath(new URL('../../package-lock.json', import.meta.url)), 'utf8'),
);

/** Where Node looks for a package that is imported from `location`, nearest first. */
function candidates(location: string, name: string): readonly string[] {
  const parents = location
    .split('/node_modules/')
    .map((_, depth, parts) => parts.slice(0, depth + 1).join('/node_modules/'));
  return [...parents.reverse().map((parent) => `${parent}/node_modules/${name}`), `node_modules/${name}`];
}

it('the lock file names the binaries of every platform, or "npm ci" refuses it', () => {
  const missing = Object.entries(lockfile.packages).flatMap(([location, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter(
      (name) => !candidates(location, name).some((candidate) => candidate in lockfile.packages),
    ),
  );
  expect(missing).toEqual([]);
});
