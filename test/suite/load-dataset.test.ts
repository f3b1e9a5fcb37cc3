import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatLocation } from '../../src/core/errors.ts';
import { loadSuite } from '../../src/suite/load-suite.ts';
import { type Files, loadProject, problemsOfProject } from './project.ts';

const baseline = "name: small\nbaseline: { model: m, prompt: '{{question}}' }\n";

const load = async (lines: string, files: Files = {}) =>
  loadProject({ 'suite.yaml': baseline + lines, ...files });
const problems = (lines: string, files: Files = {}) =>
  problemsOfProject({ 'suite.yaml': baseline + lines, ...files });

describe('where a case stands', () => {
  test('is known for every format', async () => {
    const { cases } = await loadSuite(
      fileURLToPath(new URL('../fixtures/promptfoo-tests/suite.yaml', import.meta.url)),
    );
    expect(cases.map(({ location }) => formatLocation(location))).toEqual([
      ...[2, 3, 5, 6, 7, 8, 9, 10].map((line) => `data/one.csv:${line}`),
      'data/two.jsonl:1',
      'data/two.jsonl:3',
      'data/two.jsonl:3',
      'data/three.json:2',
      'data/three.json:3',
      'data/glob-a.yaml:1:3',
      'data/glob-a.yaml:5:3',
      'data/glob-b.yaml:1:1',
      'suite.yaml:14:5',
      'suite.yaml:14:5',
      'suite.yaml:23:5',
      'suite.yaml:26:5',
      'suite.yaml:28:5',
    ]);
  });
});

describe('the id of a case', () => {
  test('is its metadata.id, counted when lists were expanded', async () => {
    const { cases } = await load('tests: [{ vars: { question: [a, b] }, metadata: { id: 7 } }]');
    expect(cases.map(({ id, vars }) => [id, vars['question']])).toEqual([
      ['7-1', 'a'],
      ['7-2', 'b'],
    ]);
  });

  test('follows from its variables otherwise, whatever stands around it', async () => {
    const one = await load('tests: [{ vars: { question: a } }]');
    const two = await load('tests: [{ vars: { question: b } }, { vars: { question: a }, threshold: 1 }]');
    expect(two.cases[1]?.id).toBe(one.cases[0]?.id);
    expect(one.cases[0]?.id).toMatch(/^[0-9a-f]{16}$/);
  });
});

describe('splits', () => {
  const tests = (count: number, metadata: (index: number) => string) =>
    `tests:\n${Array.from({ length: count }, (_, index) => `  - { vars: { question: q${index} }, metadata: { ${metadata(index)} } }`).join('\n')}\n`;
  const splitsOf = async (lines: string) => (await load(lines)).cases.map(({ split }) => split);

  test('come from the metadata first, then from a seeded hash', async () => {
    const lines = tests(400, (index) =>
      index < 3 ? `split: ${['train', 'tune', 'test'][index]}` : `id: ${index}`,
    );
    const shares = 'splits: { train: 0.2, tune: 0.3, test: 0.5 }\n';
    const splits = await splitsOf(lines + shares);
    expect(splits.slice(0, 3)).toEqual(['train', 'tune', 'test']);
    const count = (name: string) => splits.filter((split) => split === name).length;
    expect(count('train')).toBeGreaterThan(50);
    expect(count('train')).toBeLessThan(110);
    expect(count('tune')).toBeGreaterThan(90);
    expect(count('tune')).toBeLessThan(150);
    expect(await splitsOf(lines + shares)).toEqual(splits);
    expect(await splitsOf(`${lines + shares}seed: other\n`)).not.toEqual(splits);
  });

  test('are all test when the suite says nothing', async () => {
    expect(new Set(await splitsOf(tests(5, (index) => `id: ${index}`)))).toEqual(new Set(['test']));
  });

  test('keep a cluster together', async () => {
    const lines = tests(300, (index) => `id: ${index}, talk: t${index % 30}`);
    const { cases } = await load(`${lines}splits: { train: 0.5, test: 0.5 }\ncluster: talk\n`);
    const byTalk = new Map<string | undefined, Set<string>>();
    for (const { tags, split } of cases)
      byTalk.set(tags['talk'], (byTalk.get(tags['talk']) ?? new Set()).add(split));
    expect([...byTalk.values()].every((splits) => splits.size === 1)).toBe(true);
    expect(new Set(cases.map(({ split }) => split))).toEqual(new Set(['train', 'test']));
  });

  test('must add up to 1', async () => {
    expect(await problems(`${tests(1, () => 'id: 1')}splits: { train: 0.5 }\n`)).toEqual([
      'suite.yaml:5:9: splits: train, tune and test must add up to 1; found {"train":0.5,"tune":0,"test":0}.',
    ]);
  });
});

describe('variables', () => {
  test('are read from files, relative to the suite', async () => {
    const { cases } = await load(
      'tests: [{ vars: { question: file://q/*.txt, data: file://d.yaml, image: file://i.png } }]',
      {
        'q/a.txt': 'first\n\n',
        'q/b.txt': 'second',
        'd.yaml': 'a: [1]',
        'i.png': 'png',
      },
    );
    expect(cases.map(({ vars }) => vars)).toEqual([
      { question: 'first', data: '{"a":[1]}', image: 'data:image/png;base64,cG5n' },
      { question: 'second', data: '{"a":[1]}', image: 'data:image/png;base64,cG5n' },
    ]);
  });

  test('fill each other, but are never evaluated', async () => {
    const { cases } = await load(
      "tests: [{ vars: { question: 'Is {{ name }} in {{place}}? {{ name | upper }} {{ 1 + 1 }} {{unknown}}', name: 'Q{{place}}', place: Rome } }]",
    );
    expect(cases[0]?.vars['question']).toBe('Is QRome in Rome? {{ name | upper }} {{ 1 + 1 }} {{unknown}}');
  });

  test('cannot be computed, and their files must exist', async () => {
    expect(
      await problems(
        'tests: [{ vars: { question: file://a.js, other: file://b.pdf, more: file://missing.txt } }]',
        {
          'a.js': '',
          'b.pdf': '',
        },
      ),
    ).toEqual([
      'suite.yaml:3:29: variables cannot be computed by "a.js": only text, YAML and image files are read.',
      'suite.yaml:3:49: variables cannot be computed by "b.pdf": only text, YAML and image files are read.',
      'suite.yaml:3:69: there is no file "missing.txt".',
    ]);
  });
});

describe('assertions', () => {
  test('get the content of data files, and the absolute path of scripts', async () => {
    const { cases, projectRoot } = await load(
      'tests: [{ vars: { question: hi }, assert: [{ type: is-json, value: file://s.json }, { type: equals, value: file://e.txt }, { type: python, value: "file://c.py:check" }, { type: contains, value: x, transform: file://t.js }] }]',
      { 's.json': '{"type":"object"}', 'e.txt': ' yes \n', 'c.py': '', 't.js': '' },
    );
    expect(cases[0]?.assertions).toEqual([
      { type: 'is-json', value: { type: 'object' } },
      { type: 'equals', value: 'yes' },
      { type: 'python', value: `file://${projectRoot}/c.py:check` },
      { type: 'contains', value: 'x', transform: `file://${projectRoot}/t.js` },
    ]);
  });

  test('are merged with defaultTest from a file, options and grader included', async () => {
    const { cases, projectRoot } = await load(
      'defaultTest: file://default.yaml\ntests: [{ vars: { question: hi }, options: { rubricPrompt: file://rubric.txt } }]',
      {
        'default.yaml':
          'threshold: 0.5\noptions: { provider: { id: judge } }\nassert: [{ type: llm-rubric, value: kind }]\n',
        'rubric.txt': 'Judge it.',
      },
    );
    expect(cases[0]).toMatchObject({
      threshold: 0.5,
      options: { provider: { id: 'judge' }, rubricPrompt: `file://${projectRoot}/rubric.txt` },
      assertions: [{ type: 'llm-rubric', value: 'kind' }],
    });
  });

  test('with mistakes are located, in sets too', async () => {
    expect(
      await problems(
        'tests: [{ vars: { question: hi }, assert: [{ type: assert-set, assert: [{ type: contians }] }, { type: equals, valeu: 1 }, equals, { type: equals, value: "package:x" }] }]',
      ),
    ).toEqual([
      expect.stringMatching(
        /^suite\.yaml:3:81: unknown assert\[0\]\.assert\[0\]\.type "contians"\. Did you mean "contains"\?/,
      ),
      'suite.yaml:3:112: unknown key "valeu" in assert[1]. Did you mean "value"? Allowed: type, value, config, threshold, weight, provider, rubricPrompt, metric, transform, contextTransform.',
      'suite.yaml:3:124: assert[2] must be a map, found "equals".',
    ]);
    expect(
      await problems('tests: [{ vars: { question: hi }, assert: [{ type: equals, value: "package:x" }] }]'),
    ).toEqual(['suite.yaml:3:67: assert[0].value: "package:" assertions are not supported.']);
  });
});

describe('what promptfoo knows and Tollgate does not', () => {
  test('is refused by name', async () => {
    expect(
      await problems(
        `tests:
  - { vars: { question: a }, prompts: [x], providerOutput: y, assertScoringFunction: file://f.js }
  - { vars: { question: b }, options: { suffix: s, transformVars: t, storeOutputAs: u, repeat: 2, runSerially: true } }
  - { path: file://generate.py }
  - https://docs.google.com/spreadsheets/x
  - 'file://{{ env.DATA }}.yaml'
  - file://tests.xlsx
  - {}
defaultTest: { provider: x, descripton: y }
`,
        { 'tests.xlsx': '' },
      ),
    ).toEqual([
      'suite.yaml:4:30: "prompts" of a test is not supported: a suite has one prompt.',
      'suite.yaml:4:44: "providerOutput" of a test is not supported: every output comes from a model call.',
      'suite.yaml:4:63: "assertScoringFunction" of a test is not supported: scores are weighted means of the assertions.',
      'suite.yaml:5:41: the option "suffix" of a test is not supported: put it into the prompt.',
      'suite.yaml:5:52: the option "transformVars" of a test is not supported: write the variables as they are needed.',
      'suite.yaml:5:70: the option "storeOutputAs" of a test is not supported: cases do not depend on each other.',
      'suite.yaml:5:88: the option "repeat" of a test is not supported: use repeats of the suite.',
      'suite.yaml:5:99: the option "runSerially" of a test is not supported: cases do not depend on each other.',
      'suite.yaml:6:5: test generators ({ path, config }) are not supported: write the tests to a file.',
      'suite.yaml:7:5: tests from "https://" are not supported: download them to a file.',
      'suite.yaml:8:5: templates in the path of a dataset are not supported.',
      'suite.yaml:9:5: "tests.xlsx" is not a dataset. Allowed: .yaml, .yml, .json, .jsonl, .csv.',
      'suite.yaml:10:5: a test must have vars, assert, options, metadata or threshold.',
      'suite.yaml:11:16: "provider" of a test is not supported: the model is the baseline’s or a candidate’s.',
      'suite.yaml:11:29: unknown key "descripton". Did you mean "description"? Allowed: description, vars, assert, threshold, options, metadata.',
    ]);
  });
});

describe('a CSV file', () => {
  const csv = (text: string) => problems('tests: file://t.csv', { 't.csv': text });

  test('has its mistakes reported by row', async () => {
    expect(await csv('question,_expected\na,b\n')).toEqual([
      't.csv:2: column "_expected" must start with two underscores.',
    ]);
    expect(await csv('question,__expectd,__threshold,__metadata\n"a\nb",x,1,\nc,x,much,\n')).toEqual([
      't.csv:2: unknown magic column "__expectd"; did you mean "__expected"?',
      't.csv:2: unknown magic column "__metadata"; did you mean "__metadata:"?',
      't.csv:4: unknown magic column "__expectd"; did you mean "__expected"?',
      't.csv:4: column "__threshold" must be a number, found "much".',
      't.csv:4: unknown magic column "__metadata"; did you mean "__metadata:"?',
    ]);
    expect(await csv('question,__prefix,__providerOutput\na,Hi,out\n')).toEqual([
      't.csv:2: "providerOutput" of a test is not supported: every output comes from a model call.',
      't.csv:2: the option "prefix" of a test is not supported: put it into the prompt.',
    ]);
    expect(await csv('question,__expected\na,"contains-any: ""x"" y"\n')).toEqual([
      't.csv:2: column "__expected": expected a comma after a quoted value in "contains-any: \\"x\\" y".',
    ]);
    expect(await csv('question,b\na\n')).toEqual([
      't.csv:2: the file is not CSV: Invalid Record Length: columns length is 2, got 1 on line 2.',
    ]);
  });

  test('sets thresholds of single assertions', async () => {
    const { cases } = await load('tests: file://t.csv', {
      't.csv':
        '\uFEFFquestion,__expected1,__expected2,__config:__expected2:threshold\na,similar: x,similar: y,0.3\n',
    });
    expect(cases[0]?.assertions).toEqual([
      { type: 'similar', value: 'x', threshold: 0.8 },
      { type: 'similar', value: 'y', threshold: 0.3 },
    ]);
  });
});

describe('a JSON file', () => {
  test('that is not JSON is located', async () => {
    expect(
      await problems('tests: file://t.json', {
        't.json': '[\n  { "vars": { "question": "a" } },\n  { oops\n]',
      }),
    ).toEqual([expect.stringMatching(/^t\.json:\d+:\d+: the file is not JSON: .*\.$/)]);
  });

  test('keeps the line of each element, whatever the texts hold', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.jsonValue({ maxDepth: 2 }), { minLength: 1, maxLength: 8 }),
        async (values) => {
          const rows = values.map((data, index) => ({
            vars: { question: 'q', data: JSON.stringify(data) },
            metadata: { id: index },
          }));
          const text = JSON.stringify(rows, null, 1);
          const { cases } = await load('tests: file://t.json', { 't.json': text });
          const lines = text.split('\n');
          expect(cases.map(({ location }) => lines[(location.line ?? 0) - 1])).toEqual(rows.map(() => ' {'));
        },
      ),
      { numRuns: 25 },
    );
  });
});

test('rows read are rows used and rows rejected', async () => {
  const { datasets } = await loadSuite(
    join(fileURLToPath(new URL('../fixtures/plain', import.meta.url)), 'suites/triage.yaml'),
  );
  expect(datasets).toEqual([{ file: 'data/tickets.jsonl', rows: 3, cases: 3 }]);
});
