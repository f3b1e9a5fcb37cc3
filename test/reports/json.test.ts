import { describe, expect, test } from 'vitest';
import { writeJson } from '../../src/reports/json.ts';
import type { Report } from '../../src/reports/report.ts';
import { everyReport, hostile, supportTriage } from './fixtures/index.ts';
import { steering } from './steering.ts';

function reverseKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reverseKeys);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, member]) => [key, reverseKeys(member)]),
  );
}

describe('report.json', () => {
  test.each(Object.entries(everyReport))('%s: holds the whole report', (_name, report) => {
    expect(JSON.parse(writeJson(report))).toEqual(JSON.parse(JSON.stringify(report)));
  });

  test('does not depend on the order in which the report was built', () => {
    const reversed = Object.assign({}, supportTriage, reverseKeys(supportTriage)) satisfies Report;
    expect(writeJson(reversed)).toBe(writeJson(supportTriage));
  });

  test('can be printed: no character steers a terminal', () => {
    expect(writeJson(hostile)).not.toMatch(steering);
  });
});
