import { describe, expect, test } from 'vitest';
import { intervalMark, sharedDomain, toneOf } from '../../../src/reports/html/interval-mark.ts';
import { toText } from '../../../src/reports/html/safe-html.ts';

describe('the small drawing of an interval', () => {
  test('is coloured only when the whole interval lies on one side of zero', () => {
    expect(toneOf({ estimate: -0.1, low: -0.2, high: -0.01 })).toBe('reject');
    expect(toneOf({ estimate: 0.1, low: 0.01, high: 0.2 })).toBe('promote');
    expect(toneOf({ estimate: -0.1, low: -0.2, high: 0.01 })).toBe('neutral');
    expect(toneOf({ estimate: -0.1, low: -0.2, high: null })).toBe('neutral');
  });

  test('has a range that holds zero, every finite end and the threshold', () => {
    const [low, high] = sharedDomain([{ estimate: 0.1, low: null, high: 0.3 }], [-0.03]);
    expect(low).toBeLessThan(-0.03);
    expect(high).toBeGreaterThan(0.3);
  });

  test('has a range of some width even when all is zero', () => {
    expect(sharedDomain([{ estimate: 0, low: 0, high: 0 }])).toEqual([-0.01, 0.01]);
    expect(sharedDomain([])).toEqual([-0.01, 0.01]);
  });

  test('ends in an arrow where the interval is unbounded', () => {
    const bounded = toText(intervalMark({ estimate: 0, low: -1, high: 1 }, [-2, 2], 'neutral'));
    const unbounded = toText(intervalMark({ estimate: 0, low: null, high: null }, [-2, 2], 'neutral'));
    expect(bounded).not.toContain('class="end"');
    expect(unbounded.match(/class="end"/g)).toHaveLength(2);
  });
});
