import { describe, expect, test } from 'vitest';
import type { Case } from '../../src/core/case.ts';
import type { Problem } from '../../src/core/errors.ts';
import { readStream } from '../../src/suite/stream.ts';

const settings = { timestamp: 'time', canonical: 'question', start: 'cold' } as const;

function caseAt(time: string, split: Case['split'] = 'test', question = 'a'): Case {
  const fields = {
    id: time,
    vars: {},
    assertions: [],
    tags: { time, question },
    location: { file: 'x.jsonl' },
  };
  return split === 'test' ? { ...fields, split } : { ...fields, split };
}

function read(cases: readonly Case[], shares?: { train: number; tune: number; test: number }) {
  const problems: Problem[] = [];
  const locate = () => ({ file: 'suite.yaml' });
  const placed = readStream(cases, settings, shares, locate, (problem) => problems.push(problem));
  return { placed, messages: problems.map(({ message }) => message) };
}

const hours = Array.from({ length: 10 }, (_, hour) => `2026-03-02T0${hour}:00:00Z`);

describe('a stream', () => {
  test('gives every case its time of arrival and its canonical request', () => {
    const { placed, messages } = read([caseAt('2026-03-02T09:00:00+01:00')]);
    expect(messages).toEqual([]);
    expect(placed[0].stream).toEqual({ arrival: Date.parse('2026-03-02T08:00:00Z'), canonical: 'a' });
  });

  test('cuts shares of the splits in order of arrival', () => {
    const { placed } = read(
      hours.map((time) => caseAt(time)),
      { train: 0.2, tune: 0.3, test: 0.5 },
    );
    expect(placed.map(({ split }) => split)).toEqual([
      ...['train', 'train', 'tune', 'tune', 'tune'],
      ...['test', 'test', 'test', 'test', 'test'],
    ]);
  });

  test.each([
    ['cases out of order', [caseAt(hours[1]), caseAt(hours[0])], /arrived before the one above it/],
    ['a time without a zone', [caseAt('2026-03-02T09:00:00')], /with a time zone/],
    [
      'test cases before tune cases',
      [caseAt(hours[0]), caseAt(hours[1], 'tune')],
      /follow each other in time/,
    ],
  ])('refuses %s', (_, cases, message) => {
    expect(read(cases).messages).toEqual([expect.stringMatching(message)]);
  });

  test('names a metadata key that no case has', () => {
    const [{ tags: _, ...rest }] = [caseAt(hours[0], 'tune')];
    const { messages } = read([{ ...rest, split: 'tune', tags: { tme: hours[0], question: 'a' } }]);
    expect(messages[0]).toContain('"time"');
  });
});
