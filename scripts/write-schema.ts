import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { optimizations } from '../src/optimizations/registry.ts';
import { suiteJsonSchema } from '../src/suite/schema.ts';

const file = fileURLToPath(new URL('../suite.schema.json', import.meta.url));
const text = `${JSON.stringify(suiteJsonSchema(optimizations), null, 2)}\n`;

function committed(): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

if (!process.argv.includes('--check')) {
  writeFileSync(file, text);
} else if (committed() !== text) {
  process.stderr.write('suite.schema.json is stale: run `npm run schema` and commit the result.\n');
  process.exitCode = 1;
}
