import { examples, type RegisterCommand } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { plainTable } from '../plain-table.ts';

interface HistoryOptions {
  readonly store: string;
  readonly limit: string;
  readonly json?: boolean;
}

export const registerHistory: RegisterCommand = (program, { console, action }) => {
  program
    .command('history')
    .description('list runs, their verdicts, and promotions')
    .argument('[suite]', 'the name of a suite (default: all)')
    .option('--store <file>', 'the database', 'reports/tollgate.duckdb')
    .option('--limit <runs>', 'show at most this many runs', '20')
    .option('--json', 'print JSON')
    .addHelpText('after', examples('tollgate history', 'tollgate history support-triage --json'))
    .action(
      action(async (suite: string | undefined, { store, limit, json }: HistoryOptions) => {
        const { readHistory } = await import('../../experiment/history.ts');
        const { runs, promotions } = await readHistory({
          store,
          suite,
          limit: Math.max(1, Number(limit) || 20),
        });
        if (json === true) {
          console.out(JSON.stringify({ runs, promotions }, null, 2));
          return exitCodes.clean;
        }
        const runRows = runs.map(({ id, suiteName, status, verdicts }) => [
          id,
          suiteName,
          status,
          verdicts.map(({ candidate, kind }) => `${candidate}: ${kind}`).join(', '),
        ]);
        console.out(
          runs.length === 0 ? 'No runs.' : plainTable(['run', 'suite', 'status', 'verdicts'], runRows),
        );
        const promotionRows = promotions.map(({ at, suiteName, action: done, candidate, reason }) => [
          at.toISOString(),
          suiteName,
          done,
          candidate ?? '',
          reason,
        ]);
        console.out('');
        console.out(
          promotions.length === 0
            ? 'No promotions.'
            : plainTable(['when', 'suite', 'action', 'candidate', 'reason'], promotionRows),
        );
        return exitCodes.clean;
      }),
    );
};
