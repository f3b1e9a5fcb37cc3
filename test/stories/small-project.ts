import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { stringify } from 'yaml';

export interface SmallSuite {
  readonly cases?: number;
  /** Appended to, or replacing keys of, the suite. */
  readonly suite?: { readonly [key: string]: unknown };
}

const colours = ['red', 'green', 'blue', 'amber'];

/** A folder with one suite: name the colour that a sentence is about. It is deleted when the test ends. */
export async function smallProject({ cases = 160, suite = {} }: SmallSuite = {}): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'tollgate-story-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const rows = Array.from({ length: cases }, (_, index) => {
    const colour = colours[index % colours.length];
    const split = index % 10 === 0 ? 'train' : index % 10 === 1 ? 'tune' : 'test';
    return {
      vars: { sentence: `The ${colour} van number ${index} waits at the gate.` },
      assert: [{ type: 'equals', value: colour }],
      metadata: { id: `case-${index}`, split, size: index % 3 === 0 ? 'large' : 'small' },
    };
  });
  await writeFile(path.join(folder, 'package.json'), '{}');
  await writeFile(path.join(folder, 'cases.jsonl'), rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  const file = path.join(folder, 'colours.yaml');
  await writeFile(
    file,
    stringify({
      name: 'colours',
      baseline: {
        model: 'shop:strong',
        prompt: {
          instructions: 'Name the colour.   \n\n\n\nAnswer with one word.',
          examples: ['Sentence: A red cup.\nColour: red', 'Sentence: A blue door.\nColour: blue'],
          user: 'Sentence: {{sentence}}',
        },
      },
      tests: 'file://cases.jsonl',
      candidates: [
        { name: 'cheaper', use: 'model-swap', with: { model: 'shop:cheap' } },
        { name: 'careless', use: 'model-swap', with: { model: 'shop:careless' } },
        { name: 'no-examples', use: 'few-shot-pruning', with: { method: 'remove-all' } },
      ],
      gates: { quality: { margin: 0.1 } },
      prices: [
        { model: 'shop:strong', input: 10, output: 30 },
        { model: 'shop:cheap', input: 1, output: 3 },
        { model: 'shop:careless', input: 1, output: 3 },
      ],
      store: { file: 'results.duckdb' },
      ...suite,
    }),
  );
  return file;
}
