/**
 * Builds datasets/support/traffic.jsonl, a stream of requests to a support desk, from the hand-written questions of
 * datasets/support/traffic-source.jsonl, and suites/support-traffic/handbook.md, the passages that answer them.
 *
 *   npx tsx scripts/build-traffic.ts
 */
import { readFile, writeFile } from 'node:fs/promises';
import { makeTraffic, trafficSettings } from './traffic/make-traffic.ts';
import { passageSchema, problemsOfSource, readLines, sourceSchema } from './traffic/source.ts';

const datasets = new URL('../datasets/support/', import.meta.url);
const suite = new URL('../suites/support-traffic/', import.meta.url);

const read = async (name: string): Promise<string> => readFile(new URL(name, datasets), 'utf8');
const passages = readLines(await read('passages.jsonl'), passageSchema);
const questions = readLines(await read('traffic-source.jsonl'), sourceSchema);

const problems = problemsOfSource(questions, passages);
if (problems.length > 0) throw new Error(`traffic-source.jsonl is not sound:\n${problems.join('\n')}`);

/** No question is about this passage, and a word in it ("a summary of all orders") reads like an instruction. */
const leftOut = 'invoices-and-tax-4';
const handbook = passages
  .filter(({ id }) => id !== leftOut)
  .map(({ text }, index) => `[${index + 1}] ${text}`)
  .join('\n');
await writeFile(new URL('handbook.md', suite), `Handbook:\n${handbook}\n`);

const rows = makeTraffic(questions, trafficSettings);
await writeFile(new URL('traffic.jsonl', datasets), rows.map((row) => `${JSON.stringify(row)}\n`).join(''));

const texts = new Set(rows.map(({ vars }) => vars.question));
const canonicals = new Set(rows.map(({ metadata }) => metadata.canonical));
console.log(`${rows.length} requests, ${texts.size} different texts, ${canonicals.size} different answers`);
