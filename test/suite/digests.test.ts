import { expect, test } from 'vitest';
import { pocketProvider } from '../../src/providers/pocket/pocket.ts';
import { codeDigest } from '../../src/suite/digests.ts';

const baseline = { module: undefined };

test('a promotion made with an earlier version of the embedded models is not a promotion of today’s', () => {
  const [first, second] = ['1', '2'].map((version) => codeDigest(baseline, [{ name: 'pocket', version }]));
  expect(first).not.toBe(second);
  expect(codeDigest(baseline)).toBe(codeDigest(baseline, [pocketProvider, { name: 'echo' }]));
});

test('the pocket models name a version', () => {
  expect(pocketProvider.version).toMatch(/^[0-9a-f]{12}$/);
});
