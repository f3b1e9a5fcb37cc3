import { displayPath } from '../core/display-path.ts';
import { writeJson } from '../reports/json.ts';
import { writeTerminal } from '../reports/terminal.ts';
import type { RunResult } from '../workbench.ts';
import type { Console } from './console.ts';

/** What `tollgate run` prints at its end. */
export function formatRun(
  { report, files }: RunResult,
  { console, format }: { readonly console: Console; readonly format: 'full' | 'short' | 'json' },
): string {
  if (format === 'json') return writeJson(report);
  if (format === 'short') return report.candidates.map(({ sentence }) => sentence).join('\n');
  return writeTerminal(report, {
    isTTY: console.colour,
    columns: console.columns,
    environment: {},
    reportFile: displayPath(files.html),
  });
}
