import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { loadPromptfoo } from '../../src/scorers/promptfoo-api.ts';
import type { PromptfooTest } from '../../src/scorers/promptfoo-types.ts';
import { loadSuite } from '../../src/suite/load-suite.ts';
import { root } from './compile.ts';

const config = z
  .strictObject({
    description: z.string(),
    prompts: z.tuple([z.string()]),
    providers: z.tuple([z.literal('echo')]),
    defaultTest: z.strictObject({ vars: z.record(z.string(), z.string()) }),
    tests: z.string().startsWith('file://'),
  })
  .parse(parse(readFileSync(path.join(root, 'promptfooconfig.yaml'), 'utf8')));

const fileOf = (reference: string): string => path.join(root, reference.replace('file://', ''));

const testSchema: z.ZodType<PromptfooTest> = z.looseObject({
  vars: z.record(z.string(), z.string()),
  assert: z.array(z.strictObject({ type: z.string(), value: z.string() })),
  metadata: z.record(z.string(), z.json()),
});

describe('promptfooconfig.yaml', () => {
  it('names the tests of the triage suite', async () => {
    const suite = await loadSuite(path.join(root, 'suites/support-triage.yaml'));
    expect(suite.datasets.map(({ file }) => file)).toEqual([config.tests.replace('file://', '')]);
  });

  it('runs on promptfoo’s own runner, which passes the right label and fails a wrong one', async () => {
    const promptfoo = await loadPromptfoo();
    const tests = readFileSync(fileOf(config.tests), 'utf8')
      .split('\n')
      .slice(0, 20)
      .map((line) => testSchema.parse(JSON.parse(line)));
    const given = Object.fromEntries(
      Object.entries(config.defaultTest.vars).map(([name, file]) => [
        name,
        readFileSync(fileOf(file), 'utf8'),
      ]),
    );
    const prompts: string[] = [];
    const results = await promptfoo.evaluate({
      prompts: config.prompts,
      providers: [
        {
          id: () => 'always order_status',
          callApi: async (prompt) => {
            prompts.push(prompt);
            return { output: 'order_status' };
          },
        },
      ],
      tests: tests.map((test) => ({ ...test, vars: { ...given, ...test.vars } })),
    });
    expect(results).toHaveLength(20);
    for (const { success, vars } of results) {
      const test = tests.find((known) => known.vars?.['ticket'] === vars['ticket']);
      expect(success).toBe(test?.metadata?.['intent'] === 'order_status');
    }
    expect(new Set(results.map(({ success }) => success)).size).toBe(2);
    const [messages] = prompts.map((prompt) =>
      z.array(z.strictObject({ role: z.string(), content: z.string() })).parse(JSON.parse(prompt)),
    );
    expect(messages.map(({ role }) => role)).toEqual(['system', 'user']);
    expect(messages[0].content).toContain('triage assistant');
    expect(messages[0].content).toContain('Answer with the label only');
    expect(messages[1].content).toMatch(/^Ticket: .*\nIntent:$/s);
  });
});
