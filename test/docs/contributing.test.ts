import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { complaints, examplesIn } from './compile.ts';

const examples = examplesIn('CONTRIBUTING.md').flatMap(({ language, text }) => {
  const [, file, body] = /^\/\/ (\S+)\n([\s\S]*)$/.exec(text) ?? [];
  return language === 'ts' && file !== undefined && body !== undefined ? [{ file, text: body }] : [];
});

describe('the examples in CONTRIBUTING.md', () => {
  it('show a lever, its test, a provider and a report', () => {
    expect(examples.map(({ file }) => path.dirname(file)).sort()).toEqual([
      'src/optimizations',
      'src/providers',
      'src/reports',
      'test/optimizations',
    ]);
  });

  it.each(examples)('$file compiles in its place', { timeout: 120_000 }, ({ file, text }) => {
    expect(complaints(file, text)).toEqual([]);
  });

  it('would not compile with a setting that the lever does not have', { timeout: 120_000 }, () => {
    const [lever] = examples;
    const broken = lever.text.replace('build: ({ temperature })', 'build: ({ heat })');
    expect(complaints(lever.file, broken).join(' ')).toContain("'heat'");
  });
});
