import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { canonicalJson, isJsonObject, type JsonObject } from '../../src/core/json.ts';
import { loadSuite } from '../../src/suite/load-suite.ts';

const folder = fileURLToPath(new URL('../fixtures/promptfoo-tests', import.meta.url));
const api = fileURLToPath(new URL('../../dist/vendor/promptfoo/index.js', import.meta.url));

/** promptfoo's own reading of the same tests, merged and expanded. */
async function readWithPromptfoo(): Promise<readonly JsonObject[]> {
  const temporary = mkdtempSync(join(tmpdir(), 'tollgate-promptfoo-'));
  const seen = join(temporary, 'seen.jsonl');
  await promisify(execFile)(process.execPath, ['read-tests.mjs', api], {
    cwd: folder,
    env: {
      ...process.env,
      SEEN_TESTS: seen,
      PROMPTFOO_CONFIG_DIR: temporary,
      PROMPTFOO_DISABLE_TELEMETRY: '1',
      PROMPTFOO_DISABLE_UPDATE: '1',
      PROMPTFOO_DISABLE_REMOTE_GENERATION: 'true',
    },
  });
  return readFileSync(seen, 'utf8')
    .trim()
    .split('\n')
    .map((line) => {
      const value: unknown = JSON.parse(line);
      return isJsonObject(value) ? value : {};
    });
}

function without(value: unknown, isLeftOut: (key: string, member: unknown) => boolean): unknown {
  if (Array.isArray(value)) return value.map((item) => without(item, isLeftOut));
  if (!isJsonObject(value)) return typeof value === 'string' ? value.replace(/\n$/, '') : value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, member]) =>
      isLeftOut(key, member) ? [] : [[key, without(member, isLeftOut)]],
    ),
  );
}

/** promptfoo drops a newline at the end of a variable when it renders, and keeps empty metrics of CSV columns. */
function comparable(vars: unknown, assertions: unknown, threshold: unknown, tags: unknown): string {
  return canonicalJson(
    without({ vars, assertions, threshold, tags }, (key, member) => key === 'metric' && member === ''),
  );
}

function tagsOf(metadata: unknown): JsonObject {
  if (!isJsonObject(metadata)) return {};
  return Object.fromEntries(
    Object.entries(metadata).flatMap(([key, value]) =>
      key === 'id' || typeof value === 'object' ? [] : [[key, String(value)]],
    ),
  );
}

describe.skipIf(!existsSync(api))(
  'tests in promptfoo’s format (skipped unless npm run build has bundled promptfoo)',
  () => {
    test('mean the same to Tollgate as to promptfoo: CSV, JSONL, JSON, YAML, inline, merged and expanded', async () => {
      const theirs = await readWithPromptfoo();
      const { cases, datasets } = await loadSuite(join(folder, 'suite.yaml'));
      const filled = cases.map(({ vars, assertions, threshold, tags }) => {
        // Tollgate fills {{language}} in a variable while loading, promptfoo while rendering.
        const written = vars['question'] === 'in German' ? { ...vars, question: 'in {{language}}' } : vars;
        return comparable(written, assertions, threshold, tags);
      });
      const expected = theirs.map(({ vars, assert, threshold, metadata }) =>
        comparable(vars, assert, threshold, tagsOf(metadata)),
      );
      expect([...filled].sort()).toEqual([...expected].sort());
      expect(theirs).toHaveLength(21);
      expect(datasets).toEqual([
        { file: 'data/one.csv', rows: 8, cases: 8 },
        { file: 'data/two.jsonl', rows: 2, cases: 3 },
        { file: 'data/three.json', rows: 2, cases: 2 },
        { file: 'data/glob-a.yaml', rows: 2, cases: 2 },
        { file: 'data/glob-b.yaml', rows: 1, cases: 1 },
        { file: 'suite.yaml', rows: 4, cases: 5 },
      ]);
    }, 60_000);
  },
);
