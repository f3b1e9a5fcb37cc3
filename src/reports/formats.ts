import { writeHtml } from './html.ts';
import { writeJson } from './json.ts';
import { writeJunit } from './junit.ts';
import { writeMarkdown } from './markdown.ts';
import type { Report } from './report.ts';
import { writeTerminal } from './terminal.ts';

/** A projection of the report into one format; pure, so the same report is the same text. */
export type ReportWriter = (report: Report) => string | Promise<string>;

/** Every format by the name that commands use. The terminal's is plain: colours need the terminal's own options. */
export const formats = {
  terminal: (report: Report): string => writeTerminal(report),
  markdown: writeMarkdown,
  html: writeHtml,
  junit: writeJunit,
  json: writeJson,
} as const satisfies { readonly [name: string]: ReportWriter };

export type FormatName = keyof typeof formats;
