import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { writeHtml } from './html.ts';
import { writeJson } from './json.ts';
import { writeJunit } from './junit.ts';
import { writeMarkdown } from './markdown.ts';
import type { Report } from './report.ts';

/** Absolute paths of a report's files. */
export interface ReportFiles {
  readonly json: string;
  readonly markdown: string;
  readonly html: string;
  readonly junit: string;
}

/** Writes a report in every file format. @throws the file system's error when the folder cannot be written. */
export async function writeReports(report: Report, folder: string): Promise<ReportFiles> {
  const files: ReportFiles = {
    json: path.join(folder, 'report.json'),
    markdown: path.join(folder, 'report.md'),
    html: path.join(folder, 'report.html'),
    junit: path.join(folder, 'report.xml'),
  };
  await mkdir(folder, { recursive: true });
  await Promise.all([
    writeFile(files.json, writeJson(report)),
    writeFile(files.markdown, writeMarkdown(report)),
    writeFile(files.html, await writeHtml(report)),
    writeFile(files.junit, writeJunit(report)),
  ]);
  return files;
}
