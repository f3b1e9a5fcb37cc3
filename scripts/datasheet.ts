/**
 * Fills the block of figures in datasets/README.md: counts of the shipped datasets, and the accuracy of the pocket models on
 * the test splits of both suites.
 *
 *   npm run datasheet            # runs the suites on the pocket models
 */
import { readFile, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { formatPercent } from '../src/reports/format.ts';
import type { Report } from '../src/reports/report.ts';
import { openStore } from '../src/store/open-store.ts';
import { loadSuite } from '../src/suite/load-suite.ts';
import { runSuite } from '../src/workbench.ts';

const datasheet = new URL('../datasets/README.md', import.meta.url);
const support = new URL('../datasets/support/', import.meta.url);

const rowSchema = z.looseObject({
  vars: z.record(z.string(), z.json()),
  metadata: z.record(z.string(), z.string()),
});

async function readRows(file: string) {
  const text = await readFile(new URL(file, support), 'utf8');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => rowSchema.parse(JSON.parse(line)));
}

function table(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(headings), line(headings.map(() => '---')), ...rows.map(line)].join('\n');
}

function count(
  rows: Awaited<ReturnType<typeof readRows>>,
  wanted: { readonly [tag: string]: string },
): number {
  return rows.filter(({ metadata }) =>
    Object.entries(wanted).every(([tag, value]) => metadata[tag] === value),
  ).length;
}

async function countsOf(file: string): Promise<readonly string[]> {
  const rows = await readRows(file);
  const splits = ['train', 'tune', 'test'].map((split) => String(count(rows, { split })));
  const hard = String(count(rows, { split: 'test', difficulty: 'hard' }));
  const high = String(count(rows, { split: 'test', criticality: 'high' }));
  return [`\`${file}\``, String(rows.length), ...splits, hard, high];
}

/** The share of test cases that each arm passes: all, and by difficulty. */
async function accuracies(
  suiteFile: string,
  only: readonly string[],
): Promise<readonly (readonly string[])[]> {
  const { report } = await runSuite({ suiteFile, only });
  const suite = await loadSuite(suiteFile);
  const difficulty = new Map(suite.cases.map(({ id, tags }) => [id, tags['difficulty']]));
  const store = await openStore({ file: suite.store.file, content: suite.store.content, readOnly: true });
  const trials = (await store.finishedTrials(report.run.id)).filter(({ split }) => split === 'test');
  const arms = await store.listArms(report.run.id);
  await store.close();
  return [report.baseline, ...report.candidates].map((arm) => {
    const id = arms.find(({ name }) => name === arm.name)?.id;
    const own = trials.filter(({ armId }) => armId === id);
    const share = (wanted: string): string => {
      const some = own.filter(({ caseId }) => difficulty.get(caseId) === wanted);
      return formatPercent(some.filter(({ quality }) => quality.pass).length / Math.max(1, some.length));
    };
    return [
      `\`${report.suite.name}\``,
      modelOf(arm),
      `${formatPercent(arm.quality.mean)} (${formatPercent(arm.quality.low)} to ${formatPercent(arm.quality.high)})`,
      share('plain'),
      share('hard'),
    ];
  });
}

function modelOf(arm: Report['baseline']): string {
  return arm.optimization === null ? 'pocket:large' : (arm.stack[0]?.replace('model ', '') ?? arm.name);
}

const block = [
  table(
    ['file', 'rows', 'train', 'tune', 'test', 'hard in test', 'high criticality in test'],
    [await countsOf('tickets.jsonl'), await countsOf('answers.jsonl'), await countsOf('agent.jsonl')],
  ),
  '',
  'Accuracy on the test split (all assertions of a case pass), with 90 % intervals:',
  '',
  table(
    ['suite', 'model', 'all', 'plain', 'hard'],
    [
      ...(await accuracies('suites/support-triage.yaml', [
        'medium-model',
        'small-model',
        'fine-tuned-small',
      ])),
      ...(await accuracies('suites/support-answers.yaml', ['medium-model', 'small-model'])),
    ],
  ),
].join('\n');

const text = await readFile(datasheet, 'utf8');
const marked = /(<!-- figures -->\n)[\s\S]*(<!-- \/figures -->)/;
if (!marked.test(text)) throw new Error('datasets/README.md has no block of figures');
await writeFile(datasheet, text.replace(marked, `$1${block}\n$2`));
console.log(block);
