import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { words } from '../../src/text/words.ts';

const root = new URL('../../', import.meta.url);
const read = (file: string): string => readFileSync(new URL(file, root), 'utf8');
const tickets = read('datasets/support/tickets.jsonl')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) =>
    z
      .looseObject({
        vars: z.strictObject({ ticket: z.string() }),
        metadata: z.looseObject({ id: z.string(), intent: z.string(), split: z.string() }),
      })
      .parse(JSON.parse(line)),
  );

/** Share of the words of two texts that they have in common. */
function jaccard(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const shared = [...a].filter((word) => b.has(word)).length;
  return shared / (a.size + b.size - shared);
}

describe('the intents', () => {
  it('are the labels that the prompt defines, no more and no fewer', () => {
    const instructions = read('suites/support-triage/instructions.md');
    const defined = [...instructions.matchAll(/^- \*\*(\w+)\*\*:/gm)].map(([, label]) => label);
    expect(defined.sort()).toEqual([...new Set(tickets.map(({ metadata }) => metadata.intent))].sort());
  });

  it('are spread alike over the splits', () => {
    const counts = new Map<string, number>();
    for (const { metadata } of tickets) {
      const key = `${metadata.split} ${metadata.intent}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    for (const split of ['train', 'tune', 'test']) {
      const own = [...counts].filter(([key]) => key.startsWith(`${split} `)).map(([, count]) => count);
      expect(own).toHaveLength(14);
      expect(new Set(own).size, split).toBe(1);
    }
  });
});

describe('the tickets', () => {
  it('share no more than four fifths of their words with any other', () => {
    const sets = tickets.map(({ vars }) => new Set(words(vars.ticket)));
    const close = tickets.flatMap(({ metadata }, index) =>
      tickets
        .slice(0, index)
        .filter((_, earlier) => jaccard(sets[index], sets[earlier]) > 0.8)
        .map((other) => `${metadata.id} ${other.metadata.id}`),
    );
    expect(close).toEqual([]);
  });
});
