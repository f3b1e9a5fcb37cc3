import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { defineOptimization } from '../../src/optimizations/optimization.ts';
import { optimizations } from '../../src/optimizations/registry.ts';
import { suiteJsonSchema, suiteSchema } from '../../src/suite/schema.ts';

const lever = (name: string) =>
  defineOptimization({
    name,
    layer: 'prompt',
    summary: `Does ${name}.`,
    settings: z.strictObject({ keep: z.number().min(1).describe('How many stay.') }),
    build: () => (request, next) => next(request),
    describe: () => name,
  });

describe('the schema of suites', () => {
  test('lets editors complete every optimization and its settings', () => {
    const text = JSON.stringify(suiteJsonSchema([lever('first'), lever('second')]));
    expect(text).toContain('"const":"first"');
    expect(text).toContain('"const":"second"');
    expect(text).toContain('How many stay.');
    expect(text).toContain('Does second.');
  });

  test('has a description for every key of a suite', () => {
    const { shape } = suiteSchema([]);
    const described: readonly string[] = Object.entries(shape).flatMap(([key, schema]) =>
      schema.description === undefined ? [] : [key],
    );
    expect(Object.keys(shape).filter((key) => !described.includes(key))).toEqual([]);
  });

  test('accepts sound suites and refuses broken ones, as editors read it', () => {
    const schema = z.fromJSONSchema(suiteJsonSchema(optimizations));
    const suite = (path: string): unknown =>
      parse(readFileSync(new URL(`../fixtures/${path}`, import.meta.url), 'utf8'), { merge: true });
    for (const path of ['plain/suites/triage.yaml', 'agent/suite.yaml', 'promptfoo-tests/suite.yaml']) {
      expect(schema.safeParse(suite(path)).error?.issues).toBeUndefined();
    }
    expect(schema.safeParse(suite('broken/suites/everything.yaml')).success).toBe(false);
  });

  test('is compared with the committed file by the schema script', async () => {
    const script = fileURLToPath(new URL('../../scripts/write-schema.ts', import.meta.url));
    const run = promisify(execFile)(process.execPath, ['--import', 'tsx', script, '--check']);
    await expect(run).resolves.toMatchObject({ stderr: '' });
  }, 30_000);
});
