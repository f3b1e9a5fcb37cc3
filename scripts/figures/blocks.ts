import type { Report } from '../../src/reports/report.ts';
import type { StackResult } from '../../src/workbench.ts';
import { claimsTable } from './claims.ts';
import { intentsTable, lengthsTable, rowsTable, tagsTable, trainingTable } from './datasets.ts';
import { leverEffects, leverNames, leverSettings, leversMeasured, leversTable, leverText } from './levers.ts';
import { measureStack, stackedSuites, stacksTable } from './stacks.ts';
import { suiteKeys } from './suite-keys.ts';
import { accuracyTable, measureSuite, type SuiteRun, suites, suitesTable } from './suite-runs.ts';
import { tiersTable } from './tiers.ts';
import { recordTranscript, type Transcript } from './transcript.ts';
import { openWorkspace } from './workspace.ts';

/** What blocks are made from; each run is made once, when the first block asks for it. */
export interface Measurements {
  readonly run: (suite: string) => Promise<SuiteRun>;
  readonly transcript: () => Promise<Transcript>;
}

/** A block for every lever, called `<prefix>-<lever>`. */
function forEveryLever<Make>(
  prefix: string,
  make: (lever: string) => Make,
): { readonly [name: string]: Make } {
  return Object.fromEntries(leverNames.map((lever) => [`${prefix}-${lever}`, make(lever)]));
}

async function runAll(
  { run }: Measurements,
  names: readonly string[] = suites,
): Promise<readonly SuiteRun[]> {
  const runs: SuiteRun[] = [];
  for (const name of names) runs.push(await run(name));
  return runs;
}

async function reportsOf(from: Measurements): Promise<readonly Report[]> {
  return (await runAll(from)).map(({ report }) => report);
}

/** Blocks that follow from the source and the datasets alone; a test keeps them current. */
export const staticBlocks: { readonly [name: string]: () => string } = {
  rows: rowsTable,
  training: trainingTable,
  intents: intentsTable,
  lengths: lengthsTable,
  tags: tagsTable,
  tiers: tiersTable,
  levers: leversTable,
  ...forEveryLever('lever', (lever) => () => leverText(lever)),
  ...forEveryLever('settings', (lever) => () => leverSettings(lever)),
  'baseline-keys': () => suiteKeys((name) => name === 'baseline'),
  'test-keys': () => suiteKeys((name) => name === 'tests'),
  'gate-keys': () => suiteKeys((name) => name === 'gates'),
  'other-keys': () =>
    suiteKeys((name) => !['$schema', 'baseline', 'tests', 'gates', 'defaultTest'].includes(name)),
};

/** Blocks that need runs. A new one is one function here and a pair of marks in a document. */
export const measuredBlocks: { readonly [name: string]: (from: Measurements) => Promise<string> } = {
  accuracy: async (from) =>
    accuracyTable(
      await runAll(from, ['support-triage', 'support-answers', 'support-conversations', 'support-orders']),
    ),
  suites: async (from) => suitesTable(await runAll(from)),
  claims: async (from) => claimsTable(await reportsOf(from)),
  stacks: async () => {
    const results: StackResult[] = [];
    for (const suite of stackedSuites) results.push(await measureStack(suite));
    return stacksTable(results);
  },
  'levers-measured': async (from) => leversMeasured(await reportsOf(from)),
  ...forEveryLever('effect', (lever) => async (from) => leverEffects(await reportsOf(from), lever)),
  walk: async ({ transcript }) => (await transcript()).walk,
  queries: async ({ transcript }) => (await transcript()).queries,
};

export const blockNames: readonly string[] = [...Object.keys(staticBlocks), ...Object.keys(measuredBlocks)];

/** The contents of the wanted blocks. Suites run in a temporary folder, and only when a wanted block needs them. */
export async function makeBlocks(wanted: ReadonlySet<string>): Promise<ReadonlyMap<string, string>> {
  const contents = new Map<string, string>();
  for (const [name, make] of Object.entries(staticBlocks)) if (wanted.has(name)) contents.set(name, make());
  const measured = Object.entries(measuredBlocks).filter(([name]) => wanted.has(name));
  if (measured.length === 0) return contents;

  const workspace = await openWorkspace();
  const runs = new Map<string, Promise<SuiteRun>>();
  const run: Measurements['run'] = (suite) => {
    const known = runs.get(suite) ?? measureSuite(suite);
    runs.set(suite, known);
    return known;
  };
  let transcript: Promise<Transcript> | undefined;
  const measurements: Measurements = {
    run,
    transcript: async () => {
      // The story promotes and rolls back; whoever needs the suite as it was shipped comes first.
      await run('support-triage');
      transcript ??= recordTranscript(workspace);
      return transcript;
    },
  };
  try {
    for (const [name, make] of measured) contents.set(name, await make(measurements));
  } finally {
    await workspace.close();
  }
  return contents;
}
