import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ConfigurationError } from '../../src/core/errors.ts';
import { loadPromptfoo } from '../../src/scorers/promptfoo-api.ts';
import type {
  PromptfooApi,
  PromptfooAssertion,
  PromptfooProvider,
  RunAssertions,
} from '../../src/scorers/promptfoo-types.ts';

let promptfoo: PromptfooApi;
let folder: string;

beforeAll(async () => {
  promptfoo = await loadPromptfoo();
  folder = await mkdtemp(path.join(tmpdir(), 'promptfoo api ')); // a space, as in many home folders
});

afterAll(() => rm(folder, { recursive: true }));

/** A judge that finds everything good and everything similar. */
const judge: PromptfooProvider = {
  id: () => 'judge',
  callApi: async () => ({
    output: JSON.stringify({ pass: true, score: 0.9, reason: 'polite' }),
    tokenUsage: { prompt: 7, completion: 3, total: 10 },
  }),
  callEmbeddingApi: async () => ({ embedding: [0.6, 0.8], tokenUsage: { total: 2 } }),
};

function grade(assertion: PromptfooAssertion, run: Partial<RunAssertions> = {}) {
  return promptfoo.runAssertions({
    prompt: 'Greet {{name}}.',
    providerResponse: { output: 'Hello Ada', cost: 0.002 },
    latencyMs: 120,
    test: { assert: [assertion] },
    vars: { name: 'Ada' },
    ...run,
  });
}

describe('assertions that pass on "Hello Ada"', () => {
  it.each<PromptfooAssertion>([
    { type: 'equals', value: 'Hello {{name}}' },
    { type: 'icontains', value: 'HELLO' },
    { type: 'contains-any', value: ['Goodbye', 'Hello'] },
    { type: 'contains-all', value: ['Hello', 'Ada'] },
    { type: 'regex', value: '^Hello \\w+$' },
    { type: 'starts-with', value: 'Hell' },
    { type: 'not-contains', value: 'Grace' },
    { type: 'javascript', value: 'output.length === 9' },
    { type: 'levenshtein', value: 'Hello Eda', threshold: 1 },
    { type: 'rouge-n', value: 'Hello Ada', threshold: 0.9 },
    { type: 'bleu', value: 'Hello Ada', threshold: 0.1 },
    { type: 'word-count', value: 2 },
    { type: 'cost', threshold: 0.01 },
    { type: 'latency', threshold: 200 },
    { type: 'llm-rubric', value: 'is polite', provider: judge },
    { type: 'similar', value: 'Hi Ada', threshold: 0.99, provider: judge },
    { type: 'python', value: 'len(output) == 9' },
  ])('$type', async (assertion) => {
    const result = await grade(assertion);
    expect(result).toMatchObject({ pass: true });
    expect(result.score).toBeGreaterThan(0);
  });

  it('is-json, on JSON', async () => {
    expect(await grade({ type: 'is-json' }, { providerResponse: { output: '{"a":1}' } })).toMatchObject({
      pass: true,
      score: 1,
    });
  });
});

describe('assertions that fail on "Hello Ada" fail with a reason', () => {
  it.each<PromptfooAssertion>([
    { type: 'equals', value: 'Hello Grace' },
    { type: 'is-json' },
    { type: 'cost', threshold: 0.001 },
    { type: 'latency', threshold: 100 },
    { type: 'javascript', value: 'false' },
    { type: 'not-icontains', value: 'ada' },
  ])('$type', async (assertion) => {
    const { pass, score, reason } = await grade(assertion);
    expect({ pass, score }).toEqual({ pass: false, score: 0 });
    expect(reason).not.toBe('');
  });
});

describe("assertions in the user's files", () => {
  it.each([
    ['check.py', 'def get_assert(output, context):\n    return context["vars"]["name"] in output\n'],
    ['check.cjs', 'module.exports = (output, { vars }) => output.includes(vars.name);\n'],
    ['check.mjs', 'export default (output, { vars }) => output.includes(vars.name);\n'],
    ['check.ts', 'export default (output: string): boolean => output.endsWith("Ada");\n'],
  ])('%s is found by its absolute path and sees the variables', async (name, source) => {
    const file = path.join(folder, name);
    await writeFile(file, source);
    const type = name.endsWith('.py') ? 'python' : 'javascript';
    expect(await grade({ type, value: `file://${file}` })).toMatchObject({ pass: true, score: 1 });
  });

  it('a function of a file is called by its name', async () => {
    const file = path.join(folder, 'named.py');
    await writeFile(
      file,
      'def strict(output, context):\n    return {"pass": False, "score": 0.25, "reason": "curt"}\n',
    );
    expect(await grade({ type: 'python', value: `file://${file}:strict` })).toMatchObject({
      pass: false,
      score: 0.25,
    });
  });
});

it('weights, metrics and the threshold of a test decide its score', async () => {
  const result = await promptfoo.runAssertions({
    prompt: '',
    providerResponse: { output: 'Hello' },
    test: {
      threshold: 0.75,
      assert: [
        { type: 'equals', value: 'Hello', weight: 3, metric: 'exact' },
        { type: 'assert-set', assert: [{ type: 'contains', value: 'Ada' }], metric: 'name' },
      ],
    },
  });
  expect(result).toMatchObject({ pass: true, score: 0.75, namedScores: { exact: 1, name: 0 } });
  expect(result.componentResults?.map(({ pass }) => pass)).toContain(false);
});

it("a judge's tokens are reported apart from the answer's cost", async () => {
  const { tokensUsed } = await grade({ type: 'llm-rubric', value: 'is polite', provider: judge });
  expect(tokensUsed).toMatchObject({ total: 10, prompt: 7, completion: 3 });
});

describe('an assertion that cannot run is refused by name, not skipped', () => {
  it.each([
    ['is-sql', 'node-sql-parser'],
    ['not-contains-sql', 'node-sql-parser'],
    ['meteor', 'natural'],
    ['pi', 'service'],
    ['select-best', 'several models'],
    ['max-score', 'several models'],
    ['human', 'person'],
    ['icontain', 'Did you mean "icontains"?'],
    ['llm-rubric', 'no judge'],
    ['similar', 'no judge'],
    ['moderation', 'no judge'],
  ])('%s', async (type, explanation) => {
    await expect(grade({ type, value: 'x' })).rejects.toThrow(ConfigurationError);
    await expect(grade({ type, value: 'x' })).rejects.toThrow(explanation);
    await expect(
      promptfoo.runAssertions({
        prompt: '',
        providerResponse: { output: '' },
        test: { assert: [{ type: 'assert-set', assert: [{ type, value: 'x' }] }] },
      }),
    ).rejects.toThrow(`"${type}"`);
  });

  it("a judge in the test's options serves every graded assertion of the test", () => {
    const assertion = { type: 'similar', value: 'x' };
    expect(promptfoo.assertionProblem(assertion, { provider: judge })).toBeUndefined();
    expect(promptfoo.assertionProblem(assertion, { provider: { embedding: judge } })).toBeUndefined();
    expect(promptfoo.assertionProblem(assertion, {})).toBeDefined();
  });
});

it("promptfoo's own runner gives the same scores and leaves nothing behind", async () => {
  const test = {
    vars: { name: 'Ada' },
    threshold: 0.5,
    assert: [
      { type: 'contains', value: 'Ada' },
      { type: 'equals', value: 'Hello', weight: 2 },
    ],
  };
  const [result] = await promptfoo.evaluate({
    prompts: ['Greet {{name}}.'],
    providers: [{ id: () => 'echo', callApi: async (prompt) => ({ output: prompt }) }],
    tests: [test],
  });
  const direct = await promptfoo.runAssertions({
    prompt: 'Greet Ada.',
    providerResponse: { output: 'Greet Ada.' },
    test,
    vars: test.vars,
  });
  expect(result).toMatchObject({
    success: direct.pass,
    score: direct.score,
    response: { output: 'Greet Ada.' },
  });
  expect(process.env['PROMPTFOO_CONFIG_DIR']).toMatch(pathToFileURL(tmpdir()).pathname);
  expect(existsSync(path.join(process.env['PROMPTFOO_CONFIG_DIR'] ?? '', 'promptfoo.db'))).toBe(false);
});

it('the bundle carries the licences of what stands in it', () => {
  const notices = readFileSync('dist/vendor/promptfoo/THIRD-PARTY-NOTICES.txt', 'utf8');
  const { devDependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
  expect(notices).toContain(`promptfoo ${devDependencies.promptfoo} (MIT)`);
  expect(notices).not.toMatch(/^empty-npm-package /m);
});
