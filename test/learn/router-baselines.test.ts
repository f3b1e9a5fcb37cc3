import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { baselinesAtRate, describeBaselines, type RoutedCase } from '../../src/learn/router-baselines.ts';

const cases: readonly RoutedCase[] = [
  { weak: 0, strong: 1, toStrong: true, text: 'a long request', domain: 'mail' },
  { weak: 0, strong: 1, toStrong: false, text: 'short', domain: 'mail' },
  { weak: 1, strong: 0, toStrong: false, text: 'the longest request of all', domain: 'chat' },
  { weak: 1, strong: 1, toStrong: true, text: 'middling', domain: 'chat' },
];

describe('the baselines of a router', () => {
  it('have as many strong calls as the router', () => {
    expect(baselinesAtRate(cases)).toEqual({
      cases: 4,
      strongShare: 0.5,
      router: 0.75,
      alwaysWeak: 0.5,
      alwaysStrong: 0.75,
      random: 0.625,
      length: 0.5,
      domain: 1,
      oracle: 1,
    });
  });

  it('leave domains out where nothing is known of them', () => {
    const unknown = cases.map((each) => ({ ...each, domain: undefined }));
    const found = baselinesAtRate(unknown);
    expect(found.domain).toBeNull();
    expect(describeBaselines(found).some(({ label }) => label.includes('domains'))).toBe(false);
    expect(describeBaselines(baselinesAtRate(cases)).some(({ label }) => label.includes('domains'))).toBe(
      true,
    );
  });

  it('are refused without cases', () => {
    expect(() => baselinesAtRate([])).toThrow(RangeError);
  });

  it('lie between nothing and the oracle, and a router that sends everything to one model is that model', () => {
    const bit = fc.constantFrom(0, 1);
    const routed = fc.record({
      weak: bit,
      strong: bit,
      toStrong: fc.boolean(),
      text: fc.string(),
      domain: fc.constantFrom('a', 'b', undefined),
    });
    fc.assert(
      fc.property(fc.array(routed, { minLength: 1, maxLength: 30 }), fc.boolean(), (rows, toStrong) => {
        const { router, random, length, domain, oracle } = baselinesAtRate(rows);
        for (const reached of [router, random, length, domain ?? 0]) {
          expect(reached).toBeLessThanOrEqual(oracle + 1e-9);
        }
        const one = baselinesAtRate(rows.map((row) => ({ ...row, toStrong })));
        expect(one.router).toBeCloseTo(toStrong ? one.alwaysStrong : one.alwaysWeak, 12);
        expect(one.random).toBeCloseTo(one.router, 12);
      }),
    );
  });
});
