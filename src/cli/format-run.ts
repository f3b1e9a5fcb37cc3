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
  const terminal = writeTerminal(report, {
    isTTY: console.colour,
    columns: console.columns,
    environment: console.colour ? { FORCE_COLOR: '1' } : { NO_COLOR: '1' },
  });
  return `${terminal}\n\nReport: ${displayPath(files.html)}\nNext:   ${report.next}`;
}
