import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  formatCount,
  formatDollars,
  formatDuration,
  formatInterval,
  formatMilliseconds,
  formatNumber,
  formatP,
  formatPercent,
  formatPoints,
} from '../../src/reports/format.ts';

describe('figures', () => {
  test('percentages have one decimal and a real minus sign', () => {
    expect(formatPercent(0.4119)).toBe('41.2 %');
    expect(formatPercent(-0.1126)).toBe('−11.3 %');
    expect(formatPercent(-0.0001)).toBe('0.0 %');
  });

  test('points carry their sign', () => {
    expect([0.006, -0.003, 0].map(formatPoints)).toEqual(['+0.6', '−0.3', '0.0']);
  });

  test.each([
    [14291.2, '$14,291'],
    [999.996, '$1,000'],
    [12.345, '$12.35'],
    [1, '$1.00'],
    [0.9996, '$1.00'],
    [0.12345, '$0.123'],
    [0.00001234, '$0.0000123'],
    [0.000000001, '$0.000000001'],
    [0, '$0'],
    [-3.5, '−$3.50'],
  ])('%d dollars are written %s', (dollars, text) => {
    expect(formatDollars(dollars)).toBe(text);
  });

  test('dollars never show an exponent or more than nine decimals', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-9, max: 1e9, noNaN: true }), (dollars) => {
        expect(formatDollars(dollars)).toMatch(/^\$(\d{1,3}(,\d{3})*|\d+)(\.\d{1,9})?$/);
      }),
    );
  });

  test('p-values are never rounded to 0 or 1', () => {
    const values = [0, 0.0009, 0.0214, 0.9996, 1, null];
    expect(values.map((p) => formatP(p))).toEqual(['<0.001', '<0.001', '0.021', '>0.999', '1', '–']);
    expect(values.map((p) => formatP(p, 'statement'))).toEqual([
      'p < 0.001',
      'p < 0.001',
      'p = 0.021',
      'p > 0.999',
      'p = 1',
      '–',
    ]);
  });

  test('an interval names its unit once', () => {
    expect(formatInterval(0.389, 0.431, formatPercent)).toBe('38.9 to 43.1 %');
    expect(formatInterval(-0.014, 0.009, formatPoints)).toBe('−1.4 to +0.9');
    expect(formatInterval(1, 2, formatDollars)).toBe('$1.00 to $2.00');
  });

  test('an unbounded end is said in words', () => {
    expect(formatInterval(null, 0.1, formatPercent)).toBe('at most 10.0 %');
    expect(formatInterval(0.1, null, formatPercent)).toBe('at least 10.0 %');
    expect(formatInterval(null, null, formatPercent)).toBe('unbounded');
  });

  test('counts, durations and milliseconds read like English', () => {
    expect(formatCount(1, 'case')).toBe('1 case');
    expect(formatCount(1204, 'case')).toBe('1,204 cases');
    expect(formatMilliseconds(1180.4)).toBe('1,180 ms');
    expect(formatMilliseconds(12_345)).toBe('12.3 s');
    expect(formatDuration('2026-11-21T00:00:00Z', '2026-11-21T00:02:05Z')).toBe('2 min 5 s');
    expect(formatDuration('2026-11-21T00:00:00Z', '2026-11-21T03:02:05Z')).toBe('3 h 2 min');
  });

  test('a figure that is no number is a dash', () => {
    for (const format of [formatPercent, formatDollars, formatMilliseconds, formatP, formatNumber]) {
      expect(format(Number.NaN)).toBe('–');
      expect(format(Number.POSITIVE_INFINITY)).toBe('–');
    }
  });
});
