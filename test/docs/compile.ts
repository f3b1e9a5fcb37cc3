import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

export const root = fileURLToPath(new URL('../../', import.meta.url));

export interface Example {
  readonly language: string;
  /** What stands between the fences. */
  readonly text: string;
}

/** The fenced blocks of a document, in order. */
export function examplesIn(document: string): readonly Example[] {
  const text = readFileSync(path.join(root, document), 'utf8');
  return [...text.matchAll(/^```(\w+)\n([\s\S]*?)^```/gm)].map(([, language, body]) => ({
    language,
    text: body,
  }));
}

/**
 * What the compiler of this repository says about a file that does not exist, in the place where it would stand.
 *
 * @param beside Texts of other files that do not exist, by path from the root.
 */
export function complaints(
  file: string,
  text: string,
  beside: { readonly [file: string]: string } = {},
): readonly string[] {
  const config = ts.readConfigFile(path.join(root, 'tsconfig.json'), ts.sys.readFile);
  const parsed = ts.parseJsonConfigFileContent(config.config, ts.sys, root);
  // Whoever has installed the package imports it by its name.
  const options: ts.CompilerOptions = {
    ...parsed.options,
    paths: { tollgate: [path.join(root, 'src/index.ts')] },
  };
  const invented = new Map(
    Object.entries({ ...beside, [file]: text }).map(([name, content]) => [path.join(root, name), content]),
  );
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists, readFile } = host;
  host.fileExists = (name) => invented.has(name) || fileExists(name);
  host.readFile = (name) => invented.get(name) ?? readFile(name);
  host.getSourceFile = (name, version) => {
    const content = invented.get(name);
    return content === undefined ? getSourceFile(name, version) : ts.createSourceFile(name, content, version);
  };
  const program = ts.createProgram([path.join(root, file)], options, host);
  const source = program.getSourceFile(path.join(root, file));
  return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map(
    ({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'),
  );
}
