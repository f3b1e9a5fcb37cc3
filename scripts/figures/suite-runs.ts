import { readdirSync } from 'node:fs';
import { z } from 'zod';
import { bySaving } from '../../src/reports/figures.ts';
import { formatPercent } from '../../src/reports/format.ts';
import type { ArmReport, CandidateReport, Report } from '../../src/reports/report.ts';
import { openStore } from '../../src/store/open-store.ts';
import { loadSuite } from '../../src/suite/load-suite.ts';
import { runSuite } from '../../src/workbench.ts';
import { markdownTable } from './table.ts';

/** Every suite that is shipped, by name. */
export const suites: readonly string[] = readdirSync(new URL('../../suites/', import.meta.url))
  .filter((file) => file.endsWith('.yaml') && !file.endsWith('.lock.yaml'))
  .map((file) => file.replace(/\.yaml$/, ''))
  .sort();

/** What one run of a shipped suite found: its report, and how each arm did by difficulty. */
export interface SuiteRun {
  readonly report: Report;
  /** Share of test cases of a difficulty that an arm passes; undefined when there are none. */
  readonly accuracy: (arm: string, difficulty: string) => number | undefined;
}

export function suiteFile(name: string): string {
  return `suites/${name}.yaml`;
}

/** Runs a suite in the working directory. */
export async function measureSuite(name: string): Promise<SuiteRun> {
  const file = suiteFile(name);
  const { report } = await runSuite({ suiteFile: file });
  const suite = await loadSuite(file);
  const difficulties = new Map(suite.cases.map(({ id, tags }) => [id, tags['difficulty']]));
  const store = await openStore({ file: suite.store.file, content: suite.store.content, readOnly: true });
  try {
    const trials = (await store.finishedTrials(report.run.id)).filter(({ split }) => split === 'test');
    const idOf = new Map((await store.listArms(report.run.id)).map((arm) => [arm.name, arm.id]));
    return {
      report,
      accuracy: (arm, difficulty) => {
        const id = idOf.get(arm);
        const own = trials.filter(
          ({ armId, caseId }) => armId === id && difficulties.get(caseId) === difficulty,
        );
        return own.length === 0 ? undefined : own.filter(({ quality }) => quality.pass).length / own.length;
      },
    };
  } finally {
    await store.close();
  }
}

const swapSchema = z.looseObject({ model: z.string() });

/** The arms of a suite that differ in their model only: the baseline, model swaps on every step, fine-tunes. */
function armsByModel(report: Report): readonly (readonly [model: string, arm: ArmReport])[] {
  const own = new Set(report.baseline.steps.map(({ model }) => model));
  const modelOf = (candidate: CandidateReport): string | undefined => {
    if (candidate.optimization === 'model-swap') return swapSchema.parse(candidate.settings).model;
    return candidate.optimization === 'fine-tune' ? candidate.change : undefined;
  };
  return [
    [[...own].join(', '), report.baseline],
    ...report.candidates.flatMap((candidate): readonly (readonly [string, ArmReport])[] => {
      const model = modelOf(candidate);
      return model === undefined ? [] : [[model, candidate]];
    }),
  ];
}

/** Accuracy of the pocket models on the test split of the suites that ask one model one question. */
export function accuracyTable(runs: readonly SuiteRun[]): string {
  const percent = (share: number | undefined): string => (share === undefined ? '–' : formatPercent(share));
  return markdownTable(
    ['suite', 'model', 'all', '90 % interval', 'plain', 'hard'],
    runs.flatMap(({ report, accuracy }) =>
      armsByModel(report).map(([model, { name, quality }]) => [
        `\`${report.suite.name}\``,
        model,
        formatPercent(quality.mean),
        `${formatPercent(quality.low)} to ${formatPercent(quality.high)}`,
        percent(accuracy(name, 'plain')),
        percent(accuracy(name, 'hard')),
      ]),
    ),
  );
}

/** One line for each shipped suite: what it tried, and what came of it. */
export function suitesTable(runs: readonly SuiteRun[]): string {
  return markdownTable(
    [
      'suite',
      'test cases',
      'baseline quality',
      'candidates',
      'promote',
      'undecided',
      'reject',
      'largest saving promoted',
    ],
    runs.map(({ report }) => {
      const count = (kind: string): string =>
        String(report.candidates.filter(({ verdict }) => verdict === kind).length);
      const [best] = report.candidates.filter(({ verdict }) => verdict === 'promote').sort(bySaving);
      return [
        `\`${report.suite.name}\``,
        String(report.suite.cases.test),
        formatPercent(report.baseline.quality.mean),
        String(report.candidates.length),
        count('promote'),
        count('undecided'),
        count('reject'),
        best === undefined || best.saving === null
          ? '–'
          : `${formatPercent(best.saving.estimate)} (\`${best.name}\`)`,
      ];
    }),
  );
}
