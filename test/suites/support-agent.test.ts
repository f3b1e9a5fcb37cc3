import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Case } from '../../src/core/case.ts';
import type { ModelRequest } from '../../src/core/request.ts';
import { createPipeline, type Pipeline, requestOfStep } from '../../src/experiment/pipeline.ts';
import { pocketProvider } from '../../src/providers/pocket/pocket.ts';
import { loadSuite } from '../../src/suite/load-suite.ts';
import type { Suite } from '../../src/suite/suite.ts';
import { readHandbook, retrieve } from '../../suites/support-agent/handbook.ts';
import { toolNames } from '../../suites/support-agent/tools.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const handbook = readFileSync(`${root}datasets/support/passages.jsonl`, 'utf8');
const { signal } = new AbortController();

let suite: Suite;
let pipeline: Pipeline;
beforeAll(async () => {
  suite = await loadSuite(`${root}suites/support-agent.yaml`);
  pipeline = await createPipeline(suite.baseline);
});

async function ask(request: string, records: { readonly [tool: string]: string } = {}) {
  const steps: string[] = [];
  const result = await pipeline.run(
    { vars: { request, records, handbook } },
    (sent: ModelRequest, _, step) => {
      steps.push(step ?? '');
      return pocketProvider.call(sent, signal);
    },
  );
  return { ...result, steps };
}

function requestText({ vars }: Case): string {
  return String(vars['request']);
}

function wordsOf(text: string): ReadonlySet<string> {
  return new Set(text.toLowerCase().match(/[a-z']{3,}/g));
}

/** The Jaccard similarity of two texts' words. */
function overlap(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const shared = [...a].filter((word) => b.has(word)).length;
  return shared / (a.size + b.size - shared);
}

describe('the requests of the support agent', () => {
  it('are at least 160, of which the gates see at least 100', () => {
    expect(suite.cases.length).toBeGreaterThanOrEqual(160);
    expect(suite.cases.filter(({ split }) => split === 'test').length).toBeGreaterThanOrEqual(100);
    expect(new Set(suite.cases.map(requestText)).size).toBe(suite.cases.length);
  });

  it('name a tool that the agent has, and use every tool', () => {
    expect(new Set(suite.cases.map(({ tags }) => tags['tool']))).toEqual(new Set(toolNames));
  });

  it('ask for facts of the handbook or the shop’s records, never for words of the request itself', () => {
    const wrong = suite.cases.flatMap((testCase) =>
      testCase.assertions.flatMap(({ type, value, metric }) => {
        if (metric !== 'answer' && metric !== 'record') return [];
        const source =
          metric === 'answer' ? handbook.replaceAll('\\"', '"') : JSON.stringify(testCase.vars['records']);
        const holds = (text: string) =>
          type === 'regex'
            ? new RegExp(String(value)).test(text)
            : text.toLowerCase().includes(String(value).toLowerCase());
        return holds(source) && !holds(requestText(testCase)) ? [] : [`${testCase.id}: ${String(value)}`];
      }),
    );
    expect(wrong).toEqual([]);
  });

  it('are neither tickets nor questions of the other datasets', () => {
    const others = ['tickets', 'questions'].flatMap((name) =>
      readFileSync(`${root}datasets/support/${name}.jsonl`, 'utf8')
        .trim()
        .split('\n')
        .map((line): { vars?: { ticket: string }; question?: string } => JSON.parse(line))
        .map(({ vars, question }) => wordsOf(vars?.ticket ?? question ?? '')),
    );
    const copies = suite.cases.filter((testCase) => {
      const own = wordsOf(requestText(testCase));
      return others.some((other) => overlap(own, other) > 0.65);
    });
    expect(copies.map(({ id }) => id)).toEqual([]);
  });

  it('do not stand in the examples of the classify prompt when they are in the test split', () => {
    const classify = suite.baseline.steps.find(({ name }) => name === 'classify');
    if (classify === undefined) throw new Error('the suite has no step "classify"');
    const examples = requestOfStep(classify, { request: 'Hello' })
      .messages.flatMap(({ segments }) => segments)
      .flatMap(({ part, content }) =>
        part === 'examples' && content.type === 'text' ? [wordsOf(content.text)] : [],
      );
    expect(examples.length).toBeGreaterThan(30);
    const repeated = suite.cases
      .filter(({ split }) => split === 'test')
      .filter((testCase) =>
        examples.some((example) => overlap(example, wordsOf(requestText(testCase))) > 0.5),
      );
    expect(repeated.map(({ id }) => id)).toEqual([]);
  });
});

describe('the support agent', () => {
  it('declares the tools to the model that its code can call', () => {
    const declared = suite.baseline.steps.find(({ name }) => name === 'act')?.tools.map(({ name }) => name);
    expect(declared).toEqual(toolNames);
    expect(toolNames.length).toBeGreaterThanOrEqual(14);
  });

  it('classifies, acts and answers, and shows what the shop’s system said', async () => {
    const { output, steps, toolCalls } = await ask(
      'Please cancel order QM-12345, it was ordered by mistake.',
      {
        cancel_order: 'QM-12345 cancelled.',
      },
    );
    expect(steps).toEqual(['classify', 'act', 'answer']);
    expect(output).toMatch(
      /^tool: cancel_order {"order_number":"QM-12345"}\nresult: QM-12345 cancelled\.\nanswer: \S/,
    );
    expect(toolCalls?.[0]).toMatchObject({ name: 'cancel_order', arguments: { order_number: 'QM-12345' } });
  });

  it('searches the handbook instead of calling a tool that lacks its number', async () => {
    const { output } = await ask('I want to cancel my order.');
    expect(output).toMatch(/^tool: search_policy {}\nanswer: /);
  });

  it('hands over whoever demands a person, without choosing a tool by model', async () => {
    const { output, steps } = await ask('Let me talk to a manager about QM-12345.');
    expect(output).toMatch(/^tool: hand_over_to_person {}/);
    expect(steps).toEqual(['classify', 'answer']);
  });

  it('chooses the right tool for most requests that it may be tuned on', async () => {
    const tuned = suite.cases.filter(({ split }) => split !== 'test');
    const right = await Promise.all(
      tuned.map(async ({ vars, assertions }) => {
        const { output } = await pipeline.run({ vars }, (sent) => pocketProvider.call(sent, signal));
        const expected = assertions.find(({ metric }) => metric === 'tool');
        const value = String(expected?.['value']);
        return expected?.['type'] === 'regex' ? new RegExp(value).test(output) : output.startsWith(value);
      }),
    );
    expect(right.filter(Boolean).length / tuned.length).toBeGreaterThan(0.7);
  });

  it('finds the passage by its words and prefers the area of the kind of request', () => {
    const book = readHandbook(handbook);
    const [first] = retrieve(book, 'How long is the password reset link valid?', [], 4);
    expect(first?.id).toBe('accounts-and-security-1');
    const abroad = retrieve(book, 'How long does it take?', ['canada-and-europe'], 4);
    expect(abroad.some(({ id }) => id.startsWith('canada-and-europe'))).toBe(true);
  });
});
