import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lockFileOf, pack, parseLockFile, unpack } from '../../src/experiment/lock-file.ts';

describe('a lock file', () => {
  it('stands beside its suite', () => {
    expect(lockFileOf('/shop/suites/triage.yaml')).toBe('/shop/suites/triage.lock.yaml');
    expect(lockFileOf('/shop/suites/triage.yml')).toBe('/shop/suites/triage.lock.yaml');
  });

  it('packs any JSON so that it comes back as it was, the same text for the same value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const plain = JSON.parse(JSON.stringify(value));
        expect(unpack(pack(plain))).toEqual(plain);
        expect(pack(plain)).toBe(pack(plain));
      }),
    );
  });

  it('that is damaged says so and what to do', () => {
    expect(() => unpack('H4sIAAAA')).toThrow(/damaged/);
    expect(() => parseLockFile('version: 2\n', 'triage.lock.yaml')).toThrow(/triage\.lock\.yaml: version/);
  });
});
