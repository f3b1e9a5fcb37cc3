import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

const sources = ['src', 'test', 'bench', 'scripts'].filter((folder) => existsSync(path.join(root, folder)));

const steps: readonly (readonly [purpose: string, command: string, ...flags: string[]])[] = [
  ['format and lint', 'biome', 'ci', '.'],
  ['types', 'tsc', '--noEmit'],
  ['floors and siblings', 'depcruise', ...sources, '--config', '.dependency-cruiser.cjs'],
  ['schema of suites', 'tsx', 'scripts/write-schema.ts', '--check'],
  ['version of the pocket models', 'tsx', 'scripts/write-pocket-version.ts', '--check'],
  ['unused files, exports and dependencies', 'knip'],
];

const failed: string[] = [];
for (const [purpose, command, ...flags] of steps) {
  console.log(`\n▶ ${purpose}: ${[command, ...flags].join(' ')}`);
  const { status, error } = spawnSync(path.join(root, 'node_modules/.bin', command), flags, {
    cwd: root,
    stdio: 'inherit',
  });
  if (error !== undefined) throw error;
  if (status !== 0) failed.push(purpose);
}

console.log(failed.length === 0 ? '\n✔ every check passed' : `\n✘ failed: ${failed.join('; ')}`);
process.exitCode = failed.length === 0 ? 0 : 1;
