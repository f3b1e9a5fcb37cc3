import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { candidateDigest } from '../../src/suite/digests.ts';
import { loadSuite } from '../../src/suite/load-suite.ts';
import { suiteShape } from '../../src/suite/schema.ts';
import { loadProject, problemsOf, problemsOfProject, suiteText, writeProject } from './project.ts';

const fixture = (path: string) => fileURLToPath(new URL(`../fixtures/${path}`, import.meta.url));
const assertionTypes = expect.stringMatching(/^.*Allowed: agent-rubric, answer-relevance, .*assert-set\.$/);

describe('a sound suite', () => {
  test('is read with its prompts, cases, candidates and defaults', async () => {
    const suite = await loadSuite(fixture('plain/suites/triage.yaml'));
    expect(suite).toMatchObject({
      name: 'support-triage',
      projectRoot: fixture('plain'),
      clusterTag: 'conversation',
      repeats: 1,
      seed: 'tollgate',
      concurrency: 16,
      budget: 2_000_000_000,
      traffic: { requestsPerMonth: 120_000 },
      store: { file: fixture('plain/reports/tollgate.duckdb'), content: 'full' },
      replay: { maxAgeDays: 7 },
      datasets: [{ file: 'data/tickets.jsonl', rows: 3, cases: 3 }],
    });
    expect(suite.earlyStop).toBeUndefined();
    expect(suite.cases.map(({ id, split, tags }) => ({ id, split, tags }))).toEqual([
      { id: 't1', split: 'test', tags: { channel: 'chat', criticality: 'high', conversation: 'c1' } },
      { id: 't2', split: 'test', tags: { channel: 'email', conversation: 'c2' } },
      { id: 'a6f37f34bee2a0b4', split: 'train', tags: { channel: 'chat' } },
    ]);
    expect(suite.cases[0]?.assertions).toEqual([
      { type: 'latency', threshold: 5000 },
      { type: 'equals', value: 'order_status' },
    ]);
    expect(suite.candidates.map(({ name, optimization }) => [name, optimization.name])).toEqual([
      ['fewer-examples', 'few-shot-pruning'],
    ]);
  });

  test('may use comments, $schema, anchors and merge keys', async () => {
    const suite = await loadProject({
      'suite.yaml': `$schema: ./suite.schema.json
# a comment
name: small
baseline: { model: 'pocket:small', prompt: '{{question}}' }
tests:
  - &first { vars: { question: Why? }, metadata: { id: a } }
  - { <<: *first, metadata: { id: b } }
earlyStop: true
grader: { provider: 'openai:gpt-4o-mini' }
seed: 7
`,
    });
    expect(suite.cases.map(({ id, vars }) => [id, vars])).toEqual([
      ['a', { question: 'Why?' }],
      ['b', { question: 'Why?' }],
    ]);
    expect(suite.earlyStop).toEqual({ looks: 4 });
    expect(suite.grader).toEqual({ id: 'openai:gpt-4o-mini' });
    expect(suite.seed).toBe('7');
  });

  test('may be a pipeline of several steps', async () => {
    const suite = await loadSuite(fixture('agent/suite.yaml'));
    expect(suite.baseline.steps.map(({ name, model }) => [name, model])).toEqual([
      ['classify', 'pocket:small'],
      ['answer', 'pocket:large'],
    ]);
    expect(suite.baseline.module?.file).toBe(fixture('agent/agent.ts'));
    expect(suite.baseline.steps[1]?.tools).toEqual([
      {
        name: 'find_order',
        description: 'Finds an order.',
        parameters: { type: 'object', properties: { id: { type: 'string' } } },
      },
    ]);
    expect(suite.candidates[0]?.optimization.steps).toEqual(['classify']);
  });
});

describe('everything wrong with a suite', () => {
  test('is reported at once, in reading order, with place, allowed names and the nearest match', async () => {
    expect(await problemsOf(fixture('broken/suites/everything.yaml'))).toEqual([
      `suites/everything.yaml:2:1: unknown key "descripton". Did you mean "description"? Allowed: ${[...Object.keys(suiteShape), 'candidates'].join(', ')}.`,
      'suites/everything.yaml:5:17: unknown key "temprature" in baseline.parameters. Did you mean "temperature"? Allowed: temperature, topP, seed, stop, maxOutputTokens, reasoningEffort, verbosity, responseFormat, toolChoice, extra.',
      'suites/everything.yaml:5:49: baseline.parameters.maxOutputTokens must be a number, found "many".',
      'suites/everything.yaml:7:13: there is no file "prompts/sytem.md". Did you mean "prompts/system.md"?',
      'suites/everything.yaml:8:16: baseline.prompt.examples[0] must be a text, found {"user":"hi"}.',
      'suites/everything.yaml:9:11: unknown filter "uper"; did you mean "upper"?',
      expect.stringMatching(
        /^suites\/everything\.yaml:12:21: unknown optimization "few-shot-prunning"\. Did you mean "few-shot-pruning"\? Allowed: .*model-swap/,
      ),
      'suites/everything.yaml:13:13: two candidates are called "a" (candidates[0] and candidates[1]).',
      'suites/everything.yaml:13:39: candidates[1].with.model is missing; it must be a text.',
      'suites/everything.yaml:13:41: unknown key "modell" in candidates[1].with. Did you mean "model"? Allowed: model, reasoningEffort.',
      'suites/everything.yaml:14:72: unknown step "mian". Did you mean "main"? Allowed: main.',
      'suites/everything.yaml:15:5: candidates[3].name is missing; it must be a text.',
      'suites/everything.yaml:17:19: no test case has the tag "chanel". Did you mean "channel"? Allowed: channel, criticality.',
      'suites/everything.yaml:18:28: no test case has the value "hihg" of the tag "criticality". Did you mean "high"? Allowed: high.',
      'suites/everything.yaml:19:22: gates.quality.margin: too big: expected number to be <1; found 2.',
      'suites/everything.yaml:20:6: mix: shares must add up to 1; found {"tag":"channel","shares":{"chat":0.5,"email":0.4}}.',
      'suites/everything.yaml:21:9: budget: must be dollars, for example "$2.00"; found "2 dollars".',
      'suites/everything.yaml:22:12: earlyStop must be true or false or a map, found "maybe".',
      `suites/everything.yaml:23:16: "../../../../elsewhere.duckdb" leads out of the project (${fixture('broken')}); set paths.allowOutside to allow that.`,
      assertionTypes,
      'data/bad.jsonl:2: unknown split "tests". Did you mean "test"? Allowed: train, tune, test.',
      'data/bad.jsonl:3: "provider" of a test is not supported: the model is the baseline’s or a candidate’s.',
      'data/bad.jsonl:4: the option "prefix" of a test is not supported: put it into the prompt.',
      'data/bad.jsonl:4: the option "transform" of a test is not supported: use the transform of each assertion.',
      expect.stringMatching(/^data\/bad\.jsonl:5: the line is not JSON: Unexpected token .*\.$/),
      'data/bad.jsonl:6: unknown key "asert". Did you mean "assert"? Allowed: description, vars, assert, threshold, options, metadata.',
      'data/bad.jsonl:7: the case "2" has the id of the case at data/bad.jsonl:2; give each its own metadata.id.',
      'data/bad.jsonl:8: the assertion "select-best" is not supported: it compares outputs of several prompts, or waits for a person.',
      'data/bad.jsonl:9: assert[0].$ref: "$ref" is not supported; write the value out.',
      assertionTypes,
    ]);
  });

  test('in its YAML syntax is located', async () => {
    expect(await problemsOfProject({ 'suite.yaml': 'name: a\ntests: "no end\n' })).toEqual([
      'suite.yaml:3:1: Missing closing "quote',
    ]);
    expect(await problemsOfProject({ 'suite.yaml': 'name: a\nbaseline:\n  prompt: {{question}}\n' })).toEqual(
      ['suite.yaml:3:12: a text that begins with {{ needs quotes, or YAML reads it as a map.'],
    );
  });

  test('includes that it is not there', async () => {
    const folder = writeProject({ 'suites/triage.yaml': 'name: a' });
    await expect(problemsOf(join(folder, 'suites/triag.yaml'))).resolves.toEqual([
      expect.stringMatching(
        /^cannot read the suite ".*triag\.yaml": ENOENT.*Did you mean ".*triage\.yaml"\?$/,
      ),
    ]);
  });

  test('includes an empty file, and one without a baseline', async () => {
    expect(await problemsOfProject({ 'suite.yaml': '' })).toEqual(['suite.yaml:1:1: a suite must be a map.']);
    expect(await problemsOfProject({ 'suite.yaml': 'name: a\ntests: []\n' })).toEqual([
      'suite.yaml:1:1: baseline is missing: what runs today.',
      'suite.yaml:2:8: the suite has no tests.',
    ]);
  });
});

describe('the baseline', () => {
  test('needs a model and a prompt', async () => {
    expect(await problemsOfProject({ 'suite.yaml': suiteText('', 'baseline: {}') })).toEqual([
      'suite.yaml:2:1: baseline.model is missing (or write pipeline and steps).',
      'suite.yaml:2:1: baseline.prompt is missing (or write pipeline and steps).',
    ]);
  });

  test('cannot be a prompt and a pipeline at once', async () => {
    expect(
      await problemsOfProject({
        'suite.yaml': suiteText('', "baseline: { model: 'pocket:small', pipeline: file://agnt.ts }"),
        'agent.ts': '',
      }),
    ).toEqual([
      'suite.yaml:2:13: "model" belongs into a step when the baseline is a pipeline.',
      'suite.yaml:2:36: baseline.pipeline needs baseline.steps: the model calls that it makes.',
      'suite.yaml:2:46: there is no file "agnt.ts". Did you mean "agent.ts"?',
    ]);
  });

  test('names its tools once', async () => {
    const tools = 'tools: [{ name: a }, { type: function, function: { name: a } }]';
    expect(
      await problemsOfProject({
        'suite.yaml': suiteText('', `baseline: { model: m, prompt: '{{question}}', ${tools} }`),
      }),
    ).toEqual(['suite.yaml:2:68: two tools are called "a".']);
  });
});

describe('prompts', () => {
  const problems = (prompt: string, files: { readonly [path: string]: string } = {}) =>
    problemsOfProject({ 'suite.yaml': suiteText('', `baseline: { model: m, ${prompt} }`), ...files });

  test('need every variable that they mention without a default', async () => {
    expect(
      await problems("prompt: '{{ questoin }} {{ more | default(1) }} {% if extra %}{{ extra }}{% endif %}'"),
    ).toEqual([
      'suite.yaml:2:31: the prompt needs the variable "questoin", which 1 of 1 case does not have (first: suite.yaml:3:9). Did you mean "question"? Allowed: question.',
    ]);
  });

  test('need lists that are still lists', async () => {
    expect(
      await problemsOfProject({
        'suite.yaml': `name: a
baseline: { model: m, prompt: { context: { each: passages }, user: hi } }
tests: [{ vars: { passages: [one, two] } }]
`,
      }),
    ).toEqual([
      'suite.yaml:2:42: the prompt needs a list in the variable "passages", which 2 of 2 cases do not have (first: suite.yaml:3:9); lists of texts become several cases unless defaultTest.options.disableVarExpansion is true.',
    ]);
  });

  test('that map a variable they do not use are refused', async () => {
    expect(await problems("prompt: '{{question}}', parts: { questions: user }")).toEqual([
      'suite.yaml:2:56: unknown variable of the prompt "questions". Did you mean "question"? Allowed: question.',
    ]);
  });

  test('with broken template syntax are refused', async () => {
    expect(await problems("prompt: { user: '{% if question %}hi', system: '{% include \"x\" %}' }")).toEqual([
      'suite.yaml:2:39: the template cannot be read: parseIf: expected elif, else, or endif, got end of file.',
      'suite.yaml:2:70: "include" reads other files, which a prompt may not do.',
    ]);
  });

  test('that are computed, several at once, or not JSON before they are rendered are refused', async () => {
    expect(await problems('prompt: file://p.js', { 'p.js': '' })).toEqual([
      'suite.yaml:2:31: a prompt cannot be read from "p.js": write a pipeline module for prompts that are computed. Allowed: .txt, .md, .j2, .json, .yaml, .yml.',
    ]);
    expect(await problems('prompt: file://p.txt', { 'p.txt': 'one\n---\ntwo' })).toEqual([
      'suite.yaml:2:31: "p.txt" holds several prompts (a line "---" parts them); a suite has one.',
    ]);
    expect(
      await problems('prompt: file://p.json', { 'p.json': '[{"role": "user",\n "content": {{question}}}]' }),
    ).toEqual([expect.stringMatching(/^p\.json:2:\d+: /)]);
  });

  test('may be a chat, in the suite, in JSON or in YAML', async () => {
    const chat = '[{"role": "system", "content": "Be kind."}, {"role": "user", "content": "{{question}}"}]';
    const messages = [
      { role: 'system', content: 'Be kind.' },
      { role: 'user', content: '{{question}}' },
    ];
    const read = async (prompt: string, files: { readonly [path: string]: string } = {}) =>
      (
        await loadProject({
          'suite.yaml': suiteText('', `baseline: { model: m, prompt: ${prompt} }`),
          ...files,
        })
      ).baseline.steps[0]?.prompt;
    for (const prompt of [
      await read(chat),
      await read(`'${chat}'`),
      await read('file://p.json', { 'p.json': chat }),
      await read('file://p.yaml', {
        'p.yaml': "- { role: developer, content: Be kind. }\n- { role: user, content: '{{question}}' }\n",
      }),
      await read('file://p.txt', {
        'p.txt': "- role: system\n  content: Be kind.\n- role: user\n  content: '{{question}}'\n",
      }),
    ]) {
      expect(prompt).toEqual({ kind: 'template', messages, partOfVariable: {}, protect: [] });
    }
  });

  test('in parts may take examples from a file and may not be protected from beside', async () => {
    const suite = await loadProject({
      'suite.yaml': suiteText(
        '',
        'baseline: { model: m, prompt: { examples: file://x.yaml, user: file://u.md } }',
      ),
      'x.yaml': '- { user: hi, assistant: hello }\n',
      'u.md': '{{question}}\n',
    });
    expect(suite.baseline.steps[0]?.prompt).toEqual({
      kind: 'parts',
      parts: {
        examples: { kind: 'pairs', pairs: [{ user: 'hi', assistant: 'hello' }] },
        user: { kind: 'text', template: '{{question}}\n' },
      },
      protect: [],
    });
    expect(await problems("prompt: { user: '{{question}}' }, protect: [user]")).toEqual([
      'suite.yaml:2:57: "protect" beside a prompt in parts has no effect; write it inside the prompt.',
    ]);
    expect(await problems("prompt: { user: '{{question}}', protect: [sytem] }")).toEqual([
      'suite.yaml:2:65: unknown baseline.prompt.protect[0] "sytem". Did you mean "system"? Allowed: system, instructions, examples, context, history, tools, user.',
    ]);
    expect(await problems("prompt: { user: '{{question}}', protect: [system] }")).toEqual([
      'suite.yaml:2:64: unknown part to protect "system". Allowed: user.',
    ]);
  });
});

describe('candidates', () => {
  const candidate = 'candidates: [{ name: fewer, use: few-shot-pruning, with: { method: remove-all } }]';

  test('that work on a part need a prompt that names it', async () => {
    expect(await problemsOfProject({ 'suite.yaml': suiteText(candidate) })).toEqual([
      'suite.yaml:4:34: candidate "fewer": few-shot-pruning works on the part "examples", which the prompt of step "main" does not name. Allowed: user.',
    ]);
  });

  test('may not touch a protected part', async () => {
    const baseline =
      "baseline: { model: m, prompt: { examples: [a], user: '{{question}}', protect: [examples] } }";
    expect(await problemsOfProject({ 'suite.yaml': suiteText(candidate, baseline) })).toEqual([
      'suite.yaml:4:34: candidate "fewer": few-shot-pruning works on the part "examples", which is protected. Allowed: user.',
    ]);
  });

  test('are checked against the optimizations that the caller knows', async () => {
    expect(await problemsOfProject({ 'suite.yaml': suiteText(candidate) }, { registry: [] })).toEqual([
      'suite.yaml:4:34: unknown optimization "few-shot-pruning".',
    ]);
  });
});

describe('the mix', () => {
  const tests = (channels: readonly string[]) =>
    channels
      .map((channel, id) => `  - { vars: { question: hi }, metadata: { id: ${id}, ${channel} } }\n`)
      .join('');
  const suite = (channels: readonly string[]) =>
    `name: a\nbaseline: { model: m, prompt: '{{question}}' }\nmix: { tag: channel, shares: { chat: 0.5, mail: 0.5 } }\ntests:\n${tests(channels)}`;

  test('has a share for every value that occurs, and no other', async () => {
    expect(
      await problemsOfProject({ 'suite.yaml': suite(['channel: chat', 'channel: email', 'other: 1']) }),
    ).toEqual([
      'suite.yaml:3:13: 1 of 3 cases does not have the tag "channel" that mix weights by (first: suite.yaml:7:5).',
      'suite.yaml:3:30: mix.shares has no share for "email", a value of the tag channel.',
      'suite.yaml:3:43: no test case has the value "mail" of the tag "channel". Did you mean "email"? Allowed: chat, email.',
    ]);
  });
});

describe('paths', () => {
  const outside = () => writeProject({ 'secret.txt': '{{question}}' });

  test('may not leave the project, by dots or by a link', async () => {
    const other = outside();
    const folder = writeProject({
      'suite.yaml': suiteText('', `baseline: { model: m, prompt: file://${other}/secret.txt }`),
    });
    const message = `leads out of the project (${folder}); set paths.allowOutside to allow that.`;
    expect(await problemsOf(join(folder, 'suite.yaml'))).toEqual([
      `suite.yaml:2:31: "file://${other}/secret.txt" ${message}`,
    ]);

    const linked = writeProject({
      'suite.yaml': suiteText('', 'baseline: { model: m, prompt: file://link.txt }'),
    });
    symlinkSync(join(other, 'secret.txt'), join(linked, 'link.txt'));
    expect(await problemsOf(join(linked, 'suite.yaml'))).toEqual([
      `suite.yaml:2:31: "file://link.txt" leads out of the project (${linked}); set paths.allowOutside to allow that.`,
    ]);
  });

  test('may leave it when the suite or the caller allows that', async () => {
    const baseline = `baseline: { model: m, prompt: file://${outside()}/secret.txt }`;
    const allowing = { 'suite.yaml': suiteText('paths: { allowOutside: true }', baseline) };
    expect(await problemsOfProject(allowing)).toEqual([]);
    expect(
      await problemsOfProject({ 'suite.yaml': suiteText('', baseline) }, { allowOutside: true }),
    ).toEqual([]);
  });

  test('belong to the nearest project above the suite, or to the one that the caller names', async () => {
    const folder = writeProject({ 'p.txt': '{{question}}', 'inner/package.json': '{}' });
    const files = { 'suite.yaml': suiteText('', `baseline: { model: m, prompt: file://${folder}/p.txt }`) };
    expect(await problemsOfProject(files, { projectRoot: folder })).toEqual([]);
    expect(await problemsOfProject(files)).toHaveLength(1);
  });
});

describe('digests', () => {
  const load = (text: string, files: { readonly [path: string]: string } = {}) =>
    loadProject({ 'suite.yaml': text, ...files });

  test('stay when only names, budgets and folders change', async () => {
    const [a, b] = [
      await load(suiteText('')),
      await load(
        suiteText('description: else\nbudget: $1\nconcurrency: 2\ntraffic: { requestsPerMonth: 5 }').replace(
          'small\n',
          'other\n',
        ),
      ),
    ];
    expect(a.digests).toEqual(b.digests);
  });

  test('of the suite changes with what is judged, and of the dataset with the cases', async () => {
    const first = await load(suiteText(''));
    const gates = await load(suiteText('gates: { quality: { margin: 0.02 } }'));
    const cases = await load(suiteText('').replace('Why?', 'How?'));
    expect(gates.digests.suite).not.toBe(first.digests.suite);
    expect(gates.digests.dataset).toBe(first.digests.dataset);
    expect(cases.digests.suite).toBe(first.digests.suite);
    expect(cases.digests.dataset).not.toBe(first.digests.dataset);
  });

  test('of the dataset covers the scripts that assertions name', async () => {
    const text = suiteText('defaultTest: { assert: [{ type: javascript, value: file://check.js }] }');
    const one = await load(text, { 'check.js': 'export default () => true' });
    const same = await load(text, { 'check.js': 'export default () => true' });
    const other = await load(text, { 'check.js': 'export default () => false' });
    expect(one.cases[0]?.assertions[0]?.['value']).toBe(`file://${one.projectRoot}/check.js`);
    expect(same.digests.dataset).toBe(one.digests.dataset);
    expect(other.digests.dataset).not.toBe(one.digests.dataset);
  });

  test('of the code covers what the pipeline imports', async () => {
    const steps =
      "baseline: { pipeline: file://agent.ts, steps: { a: { model: m, prompt: '{{question}}' } } }";
    const agent = "import { b } from './lib/b.js';\nexport const pipeline = () => b;\n";
    const one = await load(suiteText('', steps), { 'agent.ts': agent, 'lib/b.ts': 'export const b = 1;' });
    const other = await load(suiteText('', steps), { 'agent.ts': agent, 'lib/b.ts': 'export const b = 2;' });
    expect(one.digests.code).not.toBe(other.digests.code);
    expect(one.digests.suite).toBe(other.digests.suite);
  });

  test('of a candidate does not depend on its name', async () => {
    const candidates = (name: string, model: string) =>
      suiteText(`candidates: [{ name: ${name}, use: model-swap, with: { model: ${model} } }]`);
    const digestOf = async (text: string) => (await load(text)).candidates.map(candidateDigest);
    expect(await digestOf(candidates('x', 'a'))).toEqual(await digestOf(candidates('y', 'a')));
    expect(await digestOf(candidates('x', 'a'))).not.toEqual(await digestOf(candidates('x', 'b')));
  });
});
