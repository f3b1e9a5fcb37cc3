import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** What the compiler of this repository says about a file that does not exist, in the place where it would stand. */
function complaints(file: string, text: string): readonly string[] {
  const config = ts.readConfigFile(path.join(root, 'tsconfig.json'), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config.config, ts.sys, root);
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists, readFile } = host;
  host.fileExists = (name) => name === file || fileExists(name);
  host.readFile = (name) => (name === file ? text : readFile(name));
  host.getSourceFile = (name, version) =>
    name === file ? ts.createSourceFile(name, text, version) : getSourceFile(name, version);
  const program = ts.createProgram([file], options, host);
  const source = program.getSourceFile(file);
  return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map(
    ({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'),
  );
}

const contributing = readFileSync(path.join(root, 'CONTRIBUTING.md'), 'utf8');
const examples = [...contributing.matchAll(/```ts\n\/\/ (\S+)\n([\s\S]*?)```/g)].map(([, file, text]) => ({
  file,
  text,
}));

describe('the examples in CONTRIBUTING.md', () => {
  it('show a lever, its test, a provider and a report', () => {
    expect(examples.map(({ file }) => path.dirname(file)).sort()).toEqual([
      'src/optimizations',
      'src/providers',
      'src/reports',
      'test/optimizations',
    ]);
  });

  it.each(examples)('$file compiles in its place', { timeout: 120_000 }, ({ file, text }) => {
    expect(complaints(path.join(root, file), text)).toEqual([]);
  });
});
