import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { globSync } from 'tinyglobby';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { describeLever, listLevers } from '../../src/cli/format-levers.ts';
import { leverGuide } from '../../src/optimizations/lever-guide.ts';
import { optimizations } from '../../src/optimizations/registry.ts';

const names = optimizations.map(({ name }) => name);
const suiteSchema = z.looseObject({ candidates: z.array(z.looseObject({ use: z.string() })) });
const suites = globSync('suites/*.yaml', {
  cwd: fileURLToPath(new URL('../../', import.meta.url)),
  ignore: '**/*.lock.yaml',
  absolute: true,
});
const measured = new Set(
  suites.flatMap((file) =>
    suiteSchema.parse(parse(readFileSync(file, 'utf8'))).candidates.map(({ use }) => use),
  ),
);

describe('the guide to the levers', () => {
  it('has an entry for every lever of the registry, and for no other', () => {
    expect(Object.keys(leverGuide).sort()).toEqual([...names].sort());
  });

  it.each(names)('says of %s when to use it, what it risks and what it follows', (name) => {
    const { whenToUse, risk, sources } = leverGuide[name];
    for (const text of [whenToUse, risk]) expect(text).toMatch(/^\S.{20,}\.$/);
    expect(sources.length).toBeGreaterThan(0);
    for (const { title, url } of sources) {
      expect(title).not.toBe('');
      expect(url).toMatch(/^https:\/\/\S+$/);
    }
  });

  it.each(names)('gives a reason for %s exactly when no shipped suite has a candidate with it', (name) => {
    expect(leverGuide[name].unmeasured === undefined, [...measured].join(', ')).toBe(measured.has(name));
  });

  it.each(names)('is what `tollgate levers %s` prints, in words and as JSON', (name) => {
    const text = describeLever(name, false, 1_000).replaceAll('\n', ' ');
    const { whenToUse, risk, sources } = leverGuide[name];
    for (const part of [whenToUse, risk, ...sources.map(({ url }) => url)]) {
      // Lines are folded at 120 columns.
      expect(text.replace(/\s+/g, ' ')).toContain(part);
    }
    expect(JSON.parse(describeLever(name, true, 80))).toMatchObject({ name, whenToUse, risk });
  });

  it('stands in the list that `tollgate levers --json` prints', () => {
    expect(JSON.parse(listLevers(true))).toHaveLength(names.length);
    expect(JSON.parse(listLevers(true))[0]).toHaveProperty('risk');
  });
});
