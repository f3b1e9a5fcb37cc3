import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Uses of `console` or of the process that belong to commands: ending it, or writing to its streams. */
function commandOnlyUses(file: string, source: string): readonly string[] {
  const tree = ts.createSourceFile(file, source, ts.ScriptTarget.ES2022, true);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isPropertyAccessExpression(node)) {
      const use = node.getText(tree).replace(/\s+/g, '');
      if (
        /^(globalThis\.)?(console\.\w+|process\.(exit|exitCode|abort|reallyExit|stdout|stderr))$/.test(use)
      ) {
        found.push(`${file}: ${use}`);
      }
    }
    if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier)) {
      const imported = node.moduleSpecifier.text;
      const names = node.importClause?.getText(tree) ?? '';
      if (/^(node:)?console$/.test(imported)) found.push(`${file}: imports ${imported}`);
      if (/^(node:)?process$/.test(imported) && /\b(exit|exitCode|abort|stdout|stderr)\b/.test(names)) {
        found.push(`${file}: imports ${names} from ${imported}`);
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

function usesUnder(folder: string): readonly string[] {
  return readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => path.posix.join(folder, file))
    .flatMap((file) => commandOnlyUses(file, readFileSync(path.join(root, file), 'utf8')));
}

const ending = /process\.(exit|exitCode|abort|reallyExit)$|\b(exit|exitCode|abort)\b.* from /;

it('the library never prints and never ends the process', () => {
  expect(usesUnder('src').filter((use) => !use.startsWith('src/cli/'))).toEqual([]);
});

it('only the main file of the command ends the process', () => {
  const ends = usesUnder('src').filter((use) => ending.test(use));
  expect(ends.filter((use) => !use.startsWith('src/cli/main.ts'))).toEqual([]);
});

it('every way to print or to end is noticed', () => {
  const source = `
    import { exit } from 'node:process';
    console.log('a');
    process.exitCode = 1;
    process
      .stdout.write('b');
    globalThis.process.exit(2);
    const other = { console: 1, process: { exit: 3 } };
    // process.exit(4)
  `;
  expect(commandOnlyUses('file.ts', source)).toEqual([
    'file.ts: imports { exit } from node:process',
    'file.ts: console.log',
    'file.ts: process.exitCode',
    'file.ts: process.stdout',
    'file.ts: globalThis.process.exit',
  ]);
});
