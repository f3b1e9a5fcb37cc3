import { writeFileSync } from 'node:fs';
import { findCommonWords } from './pocket/common-words.ts';

/**
 * Trains what the pocket models know before they read a prompt, from the texts in datasets/pocket, and writes it to
 * src/providers/pocket/weights. The same texts give the same bytes.
 */
function write(file: string, body: string): void {
  const place = new URL(`../src/providers/pocket/weights/${file}.generated.ts`, import.meta.url);
  writeFileSync(place, body);
}

function weightsModule(name: string, type: string, value: unknown): string {
  return `import type { ${type} } from '../trained-weights.ts';\n\n/** Written by \`npm run pocket:train\`. */\nexport const ${name}: ${type} = ${JSON.stringify(value)};\n`;
}

const commonWords = findCommonWords();
write(
  'words',
  `/** Written by \`npm run pocket:train\`. */\nexport const commonWords =\n  ${JSON.stringify(commonWords)};\n`,
);
console.log(`words: ${commonWords.split(' ').length}`);

// What follows mends spelling by the words just written.
const { trainSense } = await import('./pocket/train-sense.ts');
const { trainReader } = await import('./pocket/train-reader.ts');

/** Buckets for the features of a text: how much a sense can tell apart. */
const senses = [
  { file: 'sense-fine', name: 'fineSense', dimensions: 32_768 },
  { file: 'sense-middling', name: 'middlingSense', dimensions: 4_096 },
  { file: 'sense-coarse', name: 'coarseSense', dimensions: 1_024 },
];

for (const { file, name, dimensions } of senses) {
  const { weights, heldOutAccuracy } = trainSense(dimensions);
  write(file, weightsModule(name, 'SenseWeights', weights));
  const share = (100 * heldOutAccuracy).toFixed(1);
  console.log(`${file}: ${dimensions} buckets, ${share} % of held-out texts, sharpness ${weights.sharpness}`);
}

const { weights, explained } = trainReader();
write('reader', weightsModule('readerWeights', 'ReaderWeights', weights));
console.log(
  `reader: ${weights.rank} directions keep ${(100 * explained).toFixed(1)} % of what ${weights.sentences.length} sentences ask for`,
);
