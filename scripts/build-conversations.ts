/**
 * Builds datasets/support/conversations.jsonl from the hand-written dialogues: the earlier turns become chat messages, and the named
 * passages (the one with the answer and those that look like it) stand in a seeded order.
 *
 *   npx tsx scripts/build-conversations.ts
 *   npx tsx scripts/build-conversations.ts --check   # exits 1 when the file is not what this script writes
 */
import { readFile, writeFile } from 'node:fs/promises';
import { makeConversations } from './datasets/conversations.ts';

const folder = new URL('../datasets/support/', import.meta.url);
const read = async (name: string): Promise<string> => readFile(new URL(name, folder), 'utf8');

const rows = makeConversations(await read('dialogues.jsonl'), await read('passages.jsonl'));
const text = rows.map((row) => `${JSON.stringify(row)}\n`).join('');
if (!process.argv.includes('--check')) {
  await writeFile(new URL('conversations.jsonl', folder), text);
  console.log(`${rows.length} conversations`);
} else if ((await read('conversations.jsonl')) !== text) {
  console.error('conversations.jsonl is stale: run `npx tsx scripts/build-conversations.ts` and commit it.');
  process.exitCode = 1;
}
