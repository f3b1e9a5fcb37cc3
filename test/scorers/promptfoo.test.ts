import { describe, expect, it } from 'vitest';
import type { Case } from '../../src/core/case.ts';
import { ConfigurationError } from '../../src/core/errors.ts';
import { dollars, nanoDollars } from '../../src/core/money.ts';
import type { CaseScore } from '../../src/core/trial.ts';
import { readAssertions } from '../../src/scorers/promptfoo/read-assertions.ts';
import { checkAssertions, createPromptfooScorer } from '../../src/scorers/promptfoo.ts';
import { loadPromptfoo } from '../../src/scorers/promptfoo-api.ts';
import type { JudgeTransport } from '../../src/scorers/scorer.ts';
import { caseOf, trialOf } from './trials.ts';

/** Deterministic assertions must never ask a model. */
const noJudges: JudgeTransport = {
  openTrial: () => {
    throw new Error('a judge was opened');
  },
  checkModels: () => [],
};

const scorerFor = (...cases: readonly Case[]) =>
  createPromptfooScorer({
    cases,
    grader: undefined,
    transport: noJudges,
    signal: new AbortController().signal,
  });

const scored = async (testCase: Case, trial = trialOf({ output: 'Hello Ada' })): Promise<CaseScore> =>
  (await scorerFor(testCase))(testCase, trial);

const cost = nanoDollars(2_000_000);
const answers: { readonly [question: string]: string } = {
  greet: 'Hello Ada, your parcel QM-48213 arrives in 3 days.',
  json: '{"intent": "order_status", "confidence": 0.9}',
  html: '<div><p>Hello</p></div>',
  xml: '<order><id>7</id></order>',
  refuse: "I'm sorry, but I can't help with that.",
  empty: '',
};

const assertions = {
  greet: [
    { type: 'equals', value: 'Hello {{name}}, your parcel QM-48213 arrives in 3 days.' },
    { type: 'equals', value: 'Hello' },
    { type: 'contains', value: '{{name}}' },
    { type: 'not-contains', value: 'refund' },
    { type: 'icontains', value: 'PARCEL' },
    { type: 'contains-any', value: ['days', 'weeks'] },
    { type: 'contains-all', value: ['days', 'weeks'] },
    { type: 'icontains-any', value: 'DAYS,WEEKS' },
    { type: 'icontains-all', value: ['HELLO', 'ADA'] },
    { type: 'starts-with', value: 'Hello' },
    { type: 'regex', value: 'QM-\\d{5}' },
    { type: 'not-regex', value: '\\$' },
    { type: 'levenshtein', value: 'Hello Ada, your parcel QM-48213 arrives in 4 days.', threshold: 2 },
    { type: 'rouge-n', value: 'Your parcel arrives in 3 days', threshold: 0.5 },
    { type: 'bleu', value: 'Hello Ada, your parcel arrives in 3 days.', threshold: 0.3 },
    { type: 'gleu', value: 'Hello Ada, your parcel arrives in 3 days.', threshold: 0.3 },
    { type: 'word-count', value: { min: 5, max: 12 } },
    { type: 'javascript', value: 'output.includes(context.vars.name) ? 0.75 : 0', threshold: 0.5 },
    { type: 'javascript', value: '({ pass: false, score: 0.2, reason: "curt" })', metric: 'tone' },
    { type: 'cost', threshold: 0.003 },
    { type: 'cost', threshold: 0.001 },
    { type: 'latency', threshold: 600_000 },
    { type: 'is-json' },
    { type: 'is-refusal' },
    { type: 'not-is-refusal' },
    { type: 'javascript', value: 'throw new Error("broken check")' },
  ],
  json: [
    {
      type: 'is-json',
      value: { type: 'object', required: ['intent'], properties: { intent: { type: 'string' } } },
    },
    { type: 'contains-json' },
    { type: 'equals', value: { intent: 'order_status', confidence: 0.9 } },
    { type: 'javascript', value: 'JSON.parse(output).confidence > 0.5', transform: 'output.trim()' },
  ],
  html: [{ type: 'is-html' }, { type: 'contains-html' }],
  xml: [{ type: 'is-xml' }, { type: 'contains-xml' }],
  refuse: [{ type: 'is-refusal' }],
  empty: [
    { type: 'equals', value: '' },
    { type: 'contains', value: 'x' },
  ],
} as const;

/** Every assertion alone, and combinations with weights, thresholds, metrics and sets. */
const suite: readonly Case[] = [
  ...Object.entries(assertions).flatMap(([question, list]) =>
    list.map((assertion) => caseOf([assertion], { vars: { question, name: 'Ada' } })),
  ),
  caseOf([], { vars: { question: 'greet', name: 'Ada' } }),
  ...[undefined, 0, 0.5, 0.6, 0.75, 1].map((threshold) =>
    caseOf(
      [
        { type: 'contains', value: 'Ada', weight: 3, metric: 'name' },
        { type: 'contains', value: 'Grace', weight: 1 },
        { type: 'equals', value: 'never', weight: 0 },
      ],
      { vars: { question: 'greet', name: 'Ada' }, ...(threshold === undefined ? {} : { threshold }) },
    ),
  ),
  caseOf([{ type: 'contains', value: 'Grace', weight: 0 }], { vars: { question: 'greet', name: 'Ada' } }),
  ...[undefined, 0.5, 0.9].map((threshold) =>
    caseOf(
      [
        {
          type: 'assert-set',
          ...(threshold === undefined ? {} : { threshold }),
          weight: 2,
          metric: 'set',
          assert: [
            { type: 'contains', value: 'Ada' },
            { type: 'contains', value: 'Grace' },
            { type: 'javascript', value: '0.4', threshold: 0.3 },
          ],
        },
        { type: 'starts-with', value: 'Hello' },
      ],
      { vars: { question: 'greet', name: 'Ada' } },
    ),
  ),
];

describe('scoring by promptfoo’s assertions', () => {
  it('gives every case the pass and the score of promptfoo’s own runner', async () => {
    const promptfoo = await loadPromptfoo();
    const tests = suite.map((testCase, position) => {
      const assert = readAssertions(testCase.assertions);
      if ('message' in assert) throw new Error(assert.message);
      return {
        assert,
        vars: { ...testCase.vars, position },
        ...(testCase.threshold === undefined ? {} : { threshold: testCase.threshold }),
      };
    });
    const results = await promptfoo.evaluate({
      prompts: ['{{question}}'],
      providers: [
        {
          id: () => 'shop',
          callApi: async (question) => ({ output: answers[question] ?? '', cost: dollars(cost) }),
        },
      ],
      tests,
    });
    expect(results).toHaveLength(suite.length);
    expect(
      new Set(suite.flatMap(({ assertions: list }) => list.map(({ type }) => type))).size,
    ).toBeGreaterThan(22);
    const score = await scorerFor(...suite);
    for (const [index, testCase] of suite.entries()) {
      const question = String(testCase.vars['question']);
      const ours = await score(
        testCase,
        trialOf({ output: answers[question] ?? '', costNanoDollars: cost, prompt: question }),
      );
      // Its results come in the order in which they were finished.
      const theirs = results.find(({ vars }) => vars['position'] === index);
      const label = JSON.stringify(testCase.assertions);
      expect({ label, pass: ours.pass, score: ours.score }).toEqual({
        label,
        pass: theirs?.success,
        score: theirs?.score,
      });
    }
  });

  it('lists one score for each assertion, whose weighted mean is the case’s score', async () => {
    const { pass, score, scores } = await scored(
      caseOf([
        { type: 'contains', value: 'Ada', weight: 3, metric: 'name' },
        {
          type: 'assert-set',
          weight: 2,
          assert: [
            { type: 'contains', value: 'Grace' },
            { type: 'starts-with', value: 'Hello', metric: 'greeting' },
          ],
        },
        {
          type: 'javascript',
          value:
            '({ pass: true, score: 0.5, reason: "fair", componentResults: [{ pass: true, score: 1, reason: "a" }] })',
        },
        { type: 'equals', value: 'x', weight: 0 },
      ]),
    );
    expect(pass).toBe(false);
    expect(
      scores.map((entry) => [entry.assertion, entry.score, entry.weight, entry.pass, entry.metric]),
    ).toEqual([
      ['contains', 1, 3, true, 'name'],
      ['assert-set', 0.5, 2, false, undefined],
      ['assert-set > contains', 0, 0, false, undefined],
      ['assert-set > starts-with', 1, 0, true, 'greeting'],
      ['javascript', 0.5, 1, true, undefined],
      ['equals', 0, 0, true, undefined],
    ]);
    const weights = scores.reduce((sum, entry) => sum + entry.weight, 0);
    expect(score).toBeCloseTo(
      scores.reduce((sum, entry) => sum + entry.weight * entry.score, 0) / weights,
      12,
    );
    expect(scores[1]?.reason).not.toBe('');
  });

  it('gives a failed outcome nothing, and its error as the reason', async () => {
    const testCase = caseOf([{ type: 'not-contains', value: 'x' }]);
    const trial = {
      ...trialOf({ output: '' }),
      outcome: { kind: 'failed', errorName: 'ModelCallError', message: 'overloaded' } as const,
    };
    expect(await scored(testCase, trial)).toEqual({
      pass: false,
      score: 0,
      scores: [
        { assertion: 'answer', score: 0, weight: 1, pass: false, reason: 'ModelCallError: overloaded' },
      ],
      judgeCharges: [],
    });
  });

  it('leaves latency out of a replayed trial’s score, and says so', async () => {
    const testCase = caseOf([
      { type: 'contains', value: 'Ada' },
      { type: 'latency', threshold: 1 },
      { type: 'assert-set', assert: [{ type: 'not-latency', threshold: 1 }] },
    ]);
    const result = await scored(testCase, trialOf({ output: 'Hello Ada', milliseconds: undefined }));
    expect(result).toMatchObject({ pass: true, score: 1 });
    expect(result.scores.slice(1)).toMatchObject(
      ['latency', 'not-latency'].map((assertion) => ({
        assertion,
        weight: 0,
        pass: false,
        reason: 'latency was not measured: the answer came from a recording (--no-replay measures it)',
      })),
    );
    expect(await scored(testCase, trialOf({ output: 'Hello Ada', milliseconds: 50 }))).toMatchObject({
      pass: false,
    });
  });

  it('does not pass a replayed trial that has only its latency to show', async () => {
    const testCase = caseOf([{ type: 'latency', threshold: 1_000 }]);
    const result = await scored(testCase, trialOf({ output: 'Hello', milliseconds: undefined }));
    expect(result).toMatchObject({ pass: false, score: 0, scores: [{ weight: 0 }] });
  });

  it('keeps scores within 0 and 1, whatever a script returns', async () => {
    expect(await scored(caseOf([{ type: 'javascript', value: '5' }]))).toMatchObject({ score: 1 });
    expect(await scored(caseOf([{ type: 'javascript', value: '-5' }]))).toMatchObject({ score: 0 });
  });

  it('shows tool calls in OpenAI’s form, and the reason why the answer ended', async () => {
    const toolCalls = [{ id: 'call-1', name: 'refund', arguments: { order: 'QM-1' } }];
    const call = caseOf([
      { type: 'tool-call-f1', value: ['refund'] },
      { type: 'javascript', value: 'output[0].function.arguments === \'{"order":"QM-1"}\'' },
      { type: 'finish-reason', value: 'tool_calls' },
    ]);
    expect(await scored(call, trialOf({ output: '', toolCalls, finishReason: 'tool-calls' }))).toMatchObject({
      pass: true,
      score: 1,
    });
    const both = trialOf({ output: 'One moment.', toolCalls });
    expect(await scored(caseOf([{ type: 'tool-call-f1', value: ['refund'] }]), both)).toMatchObject({
      pass: true,
    });
    expect(await scored(caseOf([{ type: 'equals', value: 'One moment.' }]), both)).toMatchObject({
      pass: true,
    });
  });
});

describe('checking assertions', () => {
  it('reports unknown, unsupported and malformed ones, once each, before anything is called', async () => {
    const cases = [
      caseOf([{ type: 'icontain', value: 'x' }]),
      caseOf([{ type: 'icontain', value: 'y' }]),
      caseOf([{ type: 'select-best', value: 'x' }]),
      caseOf([{ type: 'assert-set', assert: [{ type: 'trajectory:tool-used', value: 'x' }] }]),
      caseOf([{ type: 'not-cost' }]),
      caseOf([{ value: 'x' }]),
      caseOf([{ type: 'llm-rubric', value: 'polite' }]),
      caseOf([{ type: 'equals', value: 'fine' }]),
    ];
    const problems = await checkAssertions(cases, undefined);
    expect(problems.map(({ message }) => message)).toEqual([
      'unknown assertion type "icontain". (1 more like it.)',
      'the assertion "select-best" is not supported: it compares the outputs of several models.',
      'the assertion "trajectory:tool-used" is not supported: it reads traces, which Tollgate does not record.',
      'the assertion "not-cost" must have a threshold.',
      'an assertion must have a `type`, and numbers for `weight` and `threshold`.',
      'the assertion "llm-rubric" asks a model, and no judge is set for it.',
    ]);
    expect(problems[0]).toMatchObject({ nearest: 'icontains', location: { file: 'suite.yaml', line: 7 } });
    await expect(scorerFor(...cases)).rejects.toThrow(ConfigurationError);
  });
});
