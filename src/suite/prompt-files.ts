import type { SourceLocation } from '../core/errors.ts';
import type { SuitePaths } from './paths.ts';
import { type CompiledTemplate, compileTemplate, TemplateError } from './template.ts';
import { asSentence } from './wording.ts';
import { type Locate, parseYaml, type Report } from './yaml-file.ts';

export interface PromptContext {
  readonly paths: SuitePaths;
  readonly report: Report;
  readonly locate: Locate;
}

/** Compiles a template so that its mistakes are found before the run. Undefined after a problem. */
export function compileOrReport(
  text: string,
  location: SourceLocation,
  report: Report,
): CompiledTemplate | undefined {
  try {
    return compileTemplate(text);
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    report({ message: asSentence(error.message), location });
    return undefined;
  }
}

/** A template, or the text of the file that it names; compiled, so that mistakes are found before the run. */
export function readTemplate(
  template: string,
  location: SourceLocation,
  context: PromptContext,
): string | undefined {
  let text: string | undefined = template;
  if (template.startsWith('file://')) {
    const file = context.paths.resolveFile(template, location);
    text = file === undefined ? undefined : context.paths.readText(file, location);
  }
  if (text === undefined) return undefined;
  return compileOrReport(text, location, context.report) === undefined ? undefined : text;
}

/** Reads a JSON or YAML file of the suite. Undefined after a problem. */
export function readDataFile(
  reference: string,
  location: SourceLocation,
  { paths, report }: Pick<PromptContext, 'paths' | 'report'>,
): { readonly value: unknown; readonly locate: Locate } | undefined {
  const file = paths.resolveFile(reference, location);
  const text = file === undefined ? undefined : paths.readText(file, location);
  if (file === undefined || text === undefined) return undefined;
  return parseYaml(text, paths.display(file), report);
}
