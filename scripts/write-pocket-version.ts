import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { digest } from '../src/core/digest.ts';

/**
 * Writes the version of the pocket models: a digest of all the code and weights that their answers follow from. It enters the
 * key of recordings and the code digest of promotions, so that answers of an earlier model are never taken for today's.
 */
const root = fileURLToPath(new URL('..', import.meta.url));
const file = path.join(root, 'src/providers/pocket/version.generated.ts');
const answering = ['src/providers/pocket', 'src/text', 'src/learn', 'src/pricing/count-tokens.ts'];

function sourcesBelow(place: string): readonly string[] {
  if (place.endsWith('.ts')) return [place];
  return readdirSync(path.join(root, place), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)))
    .filter((source) => path.join(root, source) !== file)
    .sort();
}

const version = digest(
  answering.flatMap(sourcesBelow).map((source) => [source, readFileSync(path.join(root, source), 'utf8')]),
).slice(0, 12);
const text = `/** Written by \`npm run pocket:version\`. */\nexport const pocketVersion = '${version}';\n`;

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
  process.stderr.write(
    'The pocket models changed and their version did not: run `npm run pocket:version` and commit the result.\n',
  );
  process.exitCode = 1;
}
