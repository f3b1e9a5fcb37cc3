import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { parse, stringify } from 'yaml';
import { loadSuite } from '../../src/suite/load-suite.ts';
import type { Suite } from '../../src/suite/suite.ts';
import { complaints, examplesIn } from './compile.ts';

/** What the examples of pipelines import beside themselves. */
const beside = {
  'suites/search.ts':
    'export const search = (request: string, kind: string): readonly string[] => [request, kind];',
  'suites/tools.ts': 'export const runTool = ({ name }: { readonly name: string }): string => name;',
};

describe('the examples in docs/pipelines.md', () => {
  const examples = examplesIn('docs/pipelines.md').filter(({ language }) => language === 'ts');

  it.each(examples)('compile: $text', { timeout: 120_000 }, ({ text }) => {
    expect(complaints('suites/example-of-the-page.ts', text, beside)).toEqual([]);
  });
});

/** Loads a suite with the files that the examples name. @throws ConfigurationError */
async function load(suite: string): Promise<Suite> {
  const folder = await mkdtemp(path.join(tmpdir(), 'tollgate-page-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const row = {
    question: 'How long does it take?',
    ticket: 'Where is it?',
    passages: ['Three days.', 'Blue.', 'By post.'],
    turns: [{ role: 'user', content: 'Hello' }],
  };
  const test = {
    vars: row,
    options: { disableVarExpansion: true },
    assert: [{ type: 'icontains', value: 'three' }],
  };
  await writeFile(path.join(folder, 'package.json'), '{}');
  await writeFile(path.join(folder, 'instructions.md'), 'Choose one label.');
  await writeFile(path.join(folder, 'refunds.jsonl'), `${JSON.stringify(test)}\n`);
  await writeFile(path.join(folder, 'suite.yaml'), suite);
  return loadSuite(path.join(folder, 'suite.yaml'));
}

describe('the examples in docs/suites.md', () => {
  const examples = examplesIn('docs/suites.md').filter(({ language }) => language === 'yaml');
  const startingWith = (key: string) =>
    examples.filter(({ text }) => new RegExp(`^(?:#.*\\n)?${key}:`).test(text)).map(({ text }) => ({ text }));

  it.each(startingWith('name'))('load as a whole suite: $text', async ({ text }) => {
    const suite = await load(text);
    expect(suite.candidates.length).toBeGreaterThan(0);
    expect(suite.cases.length).toBeGreaterThan(0);
  });

  it.each(startingWith('prompt'))(
    'are prompts that a lever on passages can work on: $text',
    async ({ text }) => {
      const suite = await load(
        stringify({
          name: 'page',
          baseline: { model: 'echo:page', ...parse(text) },
          tests: 'refunds.jsonl',
          candidates: [{ name: 'fewer', use: 'context-pruning', with: { method: 'top-k', count: 1 } }],
        }),
      );
      expect(suite.candidates).toHaveLength(1);
    },
  );
});
