/**
 * Fills the marked blocks of figures in the documents: between `<!-- figures:NAME -->` and `<!-- /figures -->` stands what
 * the function NAME of figures/blocks.ts gives. The shipped suites run in a temporary folder, from the beginning.
 *
 *   npm run figures               # writes
 *   npm run figures -- --check    # exits 1 when a committed block is stale
 *   npm run figures -- --quick    # only the blocks that need no run
 */
import { writeFileSync } from 'node:fs';
import { blockNames, makeBlocks, staticBlocks } from './figures/blocks.ts';
import { blocksIn, checkNames, documents, fileOf, fillBlocks, readDocument } from './figures/documents.ts';

const texts = documents.flatMap((document) => {
  const text = readDocument(document);
  return text === undefined ? [] : [{ document, text }];
});
for (const { document, text } of texts) checkNames(document, text, blockNames);

const isQuick = process.argv.includes('--quick');
const wanted = texts.flatMap(({ text }) => blocksIn(text)).filter((name) => !isQuick || name in staticBlocks);
const contents = await makeBlocks(new Set(wanted));
const stale = texts.filter(({ text }) => fillBlocks(text, contents) !== text);
for (const { document, text } of stale) {
  if (process.argv.includes('--check')) {
    console.error(`${document} has stale figures: run \`npm run figures\` and commit the result.`);
    process.exitCode = 1;
  } else {
    writeFileSync(fileOf(document), fillBlocks(text, contents));
    console.log(`${document}: figures written`);
  }
}
if (stale.length === 0) console.log('Every figure is current.');
