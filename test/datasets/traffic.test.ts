import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { makeTraffic, type TrafficRow, trafficSettings } from '../../scripts/traffic/make-traffic.ts';
import { passageSchema, problemsOfSource, readLines, sourceSchema } from '../../scripts/traffic/source.ts';

const folder = new URL('../../datasets/support/', import.meta.url);
const read = (name: string) => readFileSync(new URL(name, folder), 'utf8');
const source = readLines(read('traffic-source.jsonl'), sourceSchema);
const rows: readonly TrafficRow[] = read('traffic.jsonl')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line));

describe('the traffic of the support desk', () => {
  test('is what its script makes of the hand-written questions', () => {
    expect(rows).toEqual(makeTraffic(source, trafficSettings));
  });

  test('comes from sound questions, at least 120 of them in three to eight wordings', () => {
    expect(problemsOfSource(source, readLines(read('passages.jsonl'), passageSchema))).toEqual([]);
    expect(source.filter(({ asks }) => asks.length >= 3).length).toBeGreaterThanOrEqual(120);
    expect(source.filter(({ near }) => near !== undefined).length).toBeGreaterThanOrEqual(100);
  });

  test('is in order of arrival, and its splits follow each other', () => {
    expect(rows.length).toBeGreaterThanOrEqual(4_000);
    const times = rows.map(({ metadata }) => Date.parse(metadata.timestamp));
    expect(times.every((time, index) => index === 0 || time >= times[index - 1])).toBe(true);
    const order = rows.map(({ metadata }) => ['train', 'tune', 'test'].indexOf(metadata.split));
    expect(order.every((rank, index) => index === 0 || rank >= order[index - 1])).toBe(true);
  });

  test('gives one answer to every canonical request, and differs where an entity decides', () => {
    const answers = new Map<string, Set<string>>();
    for (const { assert, metadata } of rows) {
      const seen = answers.get(metadata.canonical) ?? new Set();
      answers.set(metadata.canonical, seen.add(JSON.stringify(assert)));
    }
    expect([...answers.values()].every(({ size }) => size === 1)).toBe(true);
    expect(answers.get('delivery-cost-to/canada')).not.toEqual(answers.get('delivery-cost-to/europe'));
  });

  test('asks some questions far more often than others', () => {
    const counts = new Map<string, number>();
    for (const { metadata } of rows)
      counts.set(metadata.canonical, (counts.get(metadata.canonical) ?? 0) + 1);
    const sorted = [...counts.values()].sort((a, b) => b - a);
    const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
    expect(mean(sorted.slice(0, 20))).toBeGreaterThan(3 * mean(sorted.slice(-60)));
  });
});
