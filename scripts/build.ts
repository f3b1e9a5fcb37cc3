import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleEntries } from './bundle-entries.ts';
import { bundlePromptfoo } from './bundle-promptfoo.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = path.join(root, 'dist');
const command = path.join(dist, 'cli/main.js');

// The bundle swaps itself in whole, so that tests running at the same time never miss it.
await bundlePromptfoo();
for (const entry of readdirSync(dist)) {
  if (entry !== 'vendor') rmSync(path.join(dist, entry), { recursive: true });
}
await bundleEntries({ folder: dist, write: true });
// The types of the library; they are not bundled.
const compiler = path.join(root, 'node_modules/typescript/bin/tsc');
const { status } = spawnSync(process.execPath, [compiler, '-p', path.join(root, 'tsconfig.build.json')], {
  stdio: 'inherit',
});
if (existsSync(command)) chmodSync(command, 0o755);
process.exitCode = status ?? 1;
