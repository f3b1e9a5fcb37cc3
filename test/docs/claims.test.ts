import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { unknownCandidates } from '../../scripts/figures/claims.ts';
import { suites } from '../../scripts/figures/suite-runs.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const suiteSchema = z.looseObject({ candidates: z.array(z.looseObject({ name: z.string() })) });

test('the claims are put beside candidates that the shipped suites have', () => {
  const known = Object.fromEntries(
    suites.map((suite) => [
      suite,
      suiteSchema
        .parse(parse(readFileSync(`${root}suites/${suite}.yaml`, 'utf8')))
        .candidates.map(({ name }) => name),
    ]),
  );
  expect(unknownCandidates(known)).toEqual([]);
});
