import { textOf } from '../../src/core/message.ts';
import type { Provider } from '../../src/providers/provider.ts';
import { writeProject } from '../suite/project.ts';
import { shopProvider } from './shop-provider.ts';

/** The shop with a judge, `shop:strong`, that finds every answer right but the word that the careless model says. */
export function judgingProvider(): Provider {
  const shop = shopProvider();
  return {
    ...shop,
    call: async (request, signal) => {
      const response = await shop.call(request, signal);
      const prompt = request.kind === 'chat' ? request.messages.map(textOf).join('\n') : '';
      if (response.kind !== 'chat' || !prompt.includes('names the colour')) return response;
      const pass = !prompt.includes('mauve');
      return { ...response, text: JSON.stringify({ pass, score: pass ? 1 : 0, reason: 'looked at it' }) };
    },
  };
}

/** A row of labels for each answer: right and wrong by people, accepted or not by the judge. */
export function labels(right: number, wrong: number, mistakes: number): string {
  const rows = [
    ...Array.from({ length: right }, () => ({ human: true, judge: true })),
    ...Array.from({ length: wrong }, (_, index) => ({ human: false, judge: index < mistakes })),
  ];
  return rows.map((row) => `${JSON.stringify(row)}\n`).join('');
}

const colours = ['red', 'green', 'blue', 'amber'];

/** A small project whose answers a model grades; `lines` are added to the suite. Gives back the suite's file. */
export function judgedProject(lines: string, files: { readonly [name: string]: string } = {}): string {
  const rows = Array.from({ length: 120 }, (_, index) => ({
    vars: { sentence: `The ${colours[index % 4]} van number ${2 * index + 1} waits.` },
    assert: [{ type: 'llm-rubric', value: 'names the colour' }],
    metadata: { id: `case-${index}`, split: 'test', size: index % 2 === 0 ? 'large' : 'small' },
  }));
  const folder = writeProject({
    ...files,
    'cases.jsonl': rows.map((row) => `${JSON.stringify(row)}\n`).join(''),
    'suite.yaml': `name: judged
baseline: { model: 'shop:strong', prompt: { user: 'Sentence: {{sentence}}' } }
tests: file://cases.jsonl
candidates: [{ name: cheaper, use: model-swap, with: { model: 'shop:cheap' } }]
grader: { provider: 'shop:strong' }
prices:
  - { model: 'shop:strong', input: 10, output: 30 }
  - { model: 'shop:cheap', input: 1, output: 3 }
store: { file: results.duckdb }
${lines}
`,
  });
  return `${folder}/suite.yaml`;
}
