import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Every import that the rules forbid, and the rule that says so. */
const forbidden: readonly (readonly [file: string, imports: string, rule: string])[] = [
  ['src/core/money.ts', '../text/words.ts', 'floor-1-core'],
  ['src/stats/tango.ts', '../text/words.ts', 'floor-1-stats'],
  ['src/text/words.ts', '../learn/regression.ts', 'floor-1-text'],
  ['src/learn/regression.ts', '../store/duckdb.ts', 'floor-1-learn'],
  ['src/scorers/exact.ts', '../pricing/price-book.ts', 'floor-2-scorers'],
  ['src/store/duckdb.ts', '../scorers/scorer.ts', 'floor-2-store'],
  ['src/pricing/price-book.ts', '../providers/provider.ts', 'floor-2-pricing'],
  ['src/optimizations/cascade.ts', '../transport/meter.ts', 'floor-3-optimizations'],
  ['src/providers/openai.ts', '../optimizations/optimization.ts', 'floor-3-providers'],
  ['src/transport/meter.ts', '../providers/provider.ts', 'floor-3-transport'],
  ['src/reports/html.ts', '../suite/suite.ts', 'floor-3-reports'],
  ['src/suite/suite.ts', '../experiment/run.ts', 'floor-4-suite'],
  ['src/experiment/run.ts', '../workbench.ts', 'floor-5-experiment'],
  ['src/economics/projection.ts', '../profile/anatomy.ts', 'floor-5-economics'],
  ['src/profile/anatomy.ts', '../experiment/run.ts', 'floor-5-profile'],
  ['src/workbench.ts', './index.ts', 'floor-6-workbench'],
  ['src/index.ts', './cli/run.ts', 'floor-7-index'],
  ['src/optimizations/router.ts', './cascade.ts', 'siblings-optimizations'],
  ['src/optimizations/router/features.ts', '../cascade.ts', 'siblings-optimizations'],
  ['src/optimizations/cache.ts', './cache-policy.ts', 'siblings-optimizations'],
  ['src/optimizations/few-shot.ts', './registry.ts', 'siblings-optimizations'],
  ['src/providers/anthropic/request.ts', '../openai.ts', 'siblings-providers'],
  ['src/scorers/rubric.ts', './exact.ts', 'siblings-scorers'],
  ['src/reports/markdown.ts', './html.ts', 'siblings-reports'],
  ['src/profile/readers/langfuse.ts', './openinference.ts', 'siblings-profile-readers'],
  ['src/optimizations/history.ts', '../common/words.ts', 'on-a-floor'],
  ['src/core/usage.ts', '../../test/support.ts', 'src-stands-alone'],
  ['src/core/memo-key.ts', './memo.ts', 'no-cycles'],
  ['src/core/digest.ts', './absent.ts', 'resolvable'],
  ['src/core/request.ts', 'fast-check', 'only-runtime-dependencies'],
];

/** Imports that look alike and are right. */
const allowed: readonly (readonly [file: string, imports: string])[] = [
  ['src/core/memo.ts', './memo-key.ts'], // the other half of the cycle, which is reported once
  ['src/learn/neighbours.ts', '../text/words.ts'],
  ['src/learn/neighbours.ts', '../core/seed.ts'],
  ['src/optimizations/model-swap.ts', './optimization.ts'],
  ['src/optimizations/routing.ts', './answering-model.ts'],
  ['src/optimizations/cascade/levels.ts', '../trained-model.ts'],
  ['src/optimizations/model-swap.ts', '../pricing/tokens.ts'],
  ['src/optimizations/compression.ts', './compression/extractive.ts'],
  ['src/optimizations/compression/extractive.ts', './sentences.ts'],
  ['src/optimizations/registry.ts', './model-swap.ts'],
  ['src/providers/pocket/answer.ts', './train.ts'],
  ['src/providers/pocket/answer.ts', '../provider.ts'],
  ['src/scorers/promptfoo.ts', './promptfoo-api.ts'],
  ['src/reports/terminal.ts', './terminal/table.ts'],
  ['src/reports/terminal.ts', './format.ts'],
  ['src/cli/main.ts', '../workbench.ts'],
  ['src/cli/main.ts', 'zod'],
];

interface Violation {
  readonly from: string;
  readonly rule: { readonly name: string };
}

let folder: string;

async function violations(): Promise<readonly Violation[]> {
  const output = await new Promise<string>((resolve, reject) => {
    execFile(
      process.execPath,
      [
        path.join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs'),
        'src',
        '--config',
        path.join(root, '.dependency-cruiser.cjs'),
        '--output-type',
        'json',
      ],
      { cwd: folder, maxBuffer: 64 * 1024 * 1024 },
      // The exit code counts the violations; they are in the output.
      (error, stdout) => (stdout === '' ? reject(error) : resolve(stdout)),
    );
  });
  return JSON.parse(output).summary.violations;
}

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'floors-'));
  await copyFile(path.join(root, 'package.json'), path.join(folder, 'package.json'));
  await symlink(path.join(root, 'node_modules'), path.join(folder, 'node_modules'));
  const sources = new Map<string, string>();
  for (const [file, imported] of [...forbidden, ...allowed]) {
    sources.set(file, `${sources.get(file) ?? ''}import '${imported}';\n`);
    const target = path.posix.join(path.posix.dirname(file), imported);
    if (imported.startsWith('.') && !imported.includes('absent') && !sources.has(target))
      sources.set(target, '');
  }
  for (const [file, source] of sources) {
    await mkdir(path.join(folder, path.dirname(file)), { recursive: true });
    await writeFile(path.join(folder, file), source);
  }
});

afterAll(() => rm(folder, { recursive: true }));

describe('in a project with one forbidden import of each kind', () => {
  it('each forbidden import is caught by its rule, and no other import is', async () => {
    const caught = (await violations()).map(({ from, rule }) => `${from}: ${rule.name}`);
    expect(caught.sort()).toEqual(forbidden.map(([file, , rule]) => `${file}: ${rule}`).sort());
  });
});
