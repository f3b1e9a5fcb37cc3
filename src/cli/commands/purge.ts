import { InvalidArgumentError } from 'commander';
import { examples, type RegisterCommand } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';

interface PurgeOptions {
  readonly olderThan: number;
  readonly all?: boolean;
  readonly dryRun?: boolean;
  readonly store: string;
  readonly json?: boolean;
}

const dayMilliseconds = 86_400_000;

function daysOption(text: string): number {
  const days = Number(/^(\d+(?:\.\d+)?)d?$/.exec(text)?.[1]);
  if (!Number.isFinite(days)) throw new InvalidArgumentError('give a number of days, for example 30 or 30d');
  return days;
}

export const registerPurge: RegisterCommand = (program, { console, action }) => {
  program
    .command('purge')
    .description('delete old requests and answers from the store; figures, verdicts and the ledger stay')
    .requiredOption('--older-than <days>', 'what is older than this goes', daysOption)
    .option('--all', 'delete whole runs, not only their texts; what a current promotion rests on stays')
    .option('--dry-run', 'only count')
    .option('--store <file>', 'the database', 'reports/tollgate.duckdb')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      examples('tollgate purge --older-than 30d --dry-run', 'tollgate purge --older-than 90d --all'),
    )
    .action(
      action(async ({ olderThan, all, dryRun, store: file, json }: PurgeOptions) => {
        const { openStore } = await import('../../store/open-store.ts');
        const { purge } = await import('../../store/purge.ts');
        const store = await openStore({ file, content: 'full' });
        try {
          const counts = await purge(store, {
            olderThan: new Date(Date.now() - olderThan * dayMilliseconds),
            what: all === true ? 'all' : 'content',
            dryRun: dryRun === true,
          });
          const rows = Object.entries(counts);
          if (json === true) console.out(JSON.stringify({ dryRun: dryRun === true, rows: counts }, null, 2));
          else if (rows.length === 0) console.out(`Nothing is older than ${olderThan} days.`);
          else {
            const list = rows.map(([table, count]) => `${count} ${table}`).join(', ');
            console.out(dryRun === true ? `Would delete or empty: ${list}.` : `Deleted or emptied: ${list}.`);
          }
          return exitCodes.clean;
        } finally {
          await store.close();
        }
      }),
    );
};
