import { examples, type RegisterCommand } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { plainTable } from '../plain-table.ts';

interface SqlOptions {
  readonly store: string;
  readonly limit: string;
  readonly json?: boolean;
}

export const registerSql: RegisterCommand = (program, { console, action }) => {
  program
    .command('sql')
    .description('query the recorded results; the database is opened for reading only')
    .argument('<query>', 'one SELECT statement in DuckDB’s SQL; SHOW TABLES lists what there is')
    .option('--store <file>', 'the database', 'reports/tollgate.duckdb')
    .option('--limit <rows>', 'print at most this many rows', '200')
    .option('--json', 'print JSON: { columns, rows, truncated }')
    .addHelpText(
      'after',
      examples(
        'tollgate sql "show tables"',
        'tollgate sql "select purpose, sum(as_billed) / 1e9 as dollars from charges group by all"',
      ),
    )
    .action(
      action(async (query: string, { store, limit, json }: SqlOptions) => {
        const { openReadOnly } = await import('../../store/read-only.ts');
        const database = await openReadOnly(store);
        try {
          const result = await database.query(query, { limit: Math.max(1, Number(limit) || 200) });
          if (json === true) console.out(JSON.stringify(result, null, 2));
          else {
            const cells = result.rows.map((row) =>
              row.map((cell) =>
                cell === null ? '' : typeof cell === 'string' ? cell : JSON.stringify(cell),
              ),
            );
            console.out(
              plainTable(
                result.columns.map(({ name }) => name),
                cells,
              ),
            );
            if (result.truncated)
              console.err(`only the first ${result.rows.length} rows; --limit shows more\n`);
          }
          return exitCodes.clean;
        } finally {
          database.close();
        }
      }),
    );
};
