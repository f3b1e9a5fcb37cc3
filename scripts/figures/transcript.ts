import { suiteFile } from './suite-runs.ts';
import type { Workspace } from './workspace.ts';

/** Commands as a reader would type them, with what they printed. */
export interface Transcript {
  readonly walk: string;
  readonly queries: string;
}

const walked = 'support-triage';
const width = 112;

/** Runs have ids of their own; everything else that the commands print is the same every time. */
function withoutRunIds(text: string): string {
  return text.replace(/\b\d{8}-\d{6}-[a-z0-9]{4}\b/g, '20261121-…');
}

/** Folds long lines at blanks, the rest indented; tables are short enough. */
function folded(line: string): string {
  if (line.length <= width) return line;
  const end = line.lastIndexOf(' ', width);
  return end <= 4 ? line : `${line.slice(0, end)}\n${folded(`    ${line.slice(end + 1)}`)}`;
}

function quoted(word: string): string {
  return /^[\w./-]+$/.test(word) ? word : word.includes("'") ? `"${word}"` : `'${word}'`;
}

/** Each works in any store; they look at the newest run of the suite. */
const queries: readonly string[] = [
  `select step, model, count(*) as calls, sum(input_tokens) as input, sum(output_tokens) as output
from charges join trials using (trial_id)
where run_id = (select max(id) from runs where suite_name = '${walked}') and split = 'test'
group by all order by input desc, model`,
  `with newest as (
  select name, ordinal, role, pass, as_billed
  from trials join arms on arms.run_id = trials.run_id and arms.id = arm_id
  where trials.run_id = (select max(id) from runs where suite_name = '${walked}') and split = 'test'
)
select name, round(avg(pass::int), 3) as passed,
  round(sum(as_billed) / (select sum(as_billed) from newest where role = 'baseline'), 3) as cost
from newest group by name, ordinal order by ordinal`,
  `select candidate, (gate->>'name') as gate, (gate->>'sentence')[:60] as sentence
from (select candidate, ordinal, unnest(gates::json[]) as gate from verdicts
  where run_id = (select max(id) from runs where suite_name = '${walked}') and kind = 'reject')
where (gate->>'status') = 'failed' order by ordinal, gate`,
];

/** Runs the story of the README in a workspace whose suites are as they were shipped, and leaves them so. */
export async function recordTranscript({ command }: Workspace): Promise<Transcript> {
  const show = async (...given: readonly string[]): Promise<string> => {
    const printed = withoutRunIds(await command(...given));
    return [`$ npx tollgate ${given.map(quoted).join(' ')}`, ...printed.split('\n').map(folded)].join('\n');
  };
  const asConsole = (parts: readonly string[]): string => `\`\`\`console\n${parts.join('\n\n')}\n\`\`\``;
  const suite = suiteFile(walked);
  const lock = suite.replace(/\.yaml$/, '.lock.yaml');

  const first = await show('run', suite, '--quiet');
  const answers: string[] = [];
  for (const query of queries) {
    const printed = withoutRunIds(await command('sql', query));
    answers.push(`\`\`\`sql\n${query}\n\`\`\`\n\n\`\`\`text\n${printed}\n\`\`\``);
  }
  return {
    queries: answers.join('\n\n'),
    walk: asConsole([
      first,
      await show('promote', suite),
      await show('verify', lock),
      await show('run', suite, '--quiet'),
      await show('rollback', suite, '--reason', 'complaints since Monday'),
    ]),
  };
}
