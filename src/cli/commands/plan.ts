import { examples, type RegisterCommand } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';

interface PlanOptions {
  readonly candidate?: readonly string[];
  readonly json?: boolean;
  readonly allowOutside?: boolean;
}

export const registerPlan: RegisterCommand = (program, { console, action }) => {
  program
    .command('plan')
    .description('say what a suite can decide and what a run of it costs, before any call')
    .argument('<suite>', 'a suite file')
    .option('-c, --candidate <name...>', 'only these candidates')
    .option('--json', 'print JSON')
    .option('--allow-outside', 'let the suite read files outside its project')
    .addHelpText(
      'after',
      examples(
        'tollgate plan suites/support-triage.yaml',
        'tollgate plan suites/support-triage.yaml --candidate no-examples --json',
      ),
    )
    .action(
      action(async (suiteFile: string, { candidate, json, allowOutside }: PlanOptions) => {
        const { planSuite } = await import('../../experiment/plan-suite.ts');
        const { formatPlan } = await import('../format-plan.ts');
        const plan = await planSuite({
          suiteFile,
          ...(candidate === undefined ? {} : { only: candidate }),
          ...(allowOutside === true ? { allowOutside } : {}),
        });
        console.out(json === true ? JSON.stringify(plan, null, 2) : formatPlan(plan));
        return exitCodes.clean;
      }),
    );
};
