import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dependentCases } from '../../../src/experiment/judge/dependent-cases.ts';
import { judge } from '../../../src/experiment/judge/judge.ts';
import { candidateOf, evidenceOf, observations } from './evidence-of.ts';

const casesWith = (clusters: readonly (string | undefined)[]) =>
  clusters.map((cluster, index) => ({
    id: `case-${index}`,
    tags: {},
    ...(cluster === undefined ? {} : { cluster }),
  }));

describe('cases that one call answered together', () => {
  test('are joined with the clusters of the dataset into what hangs together', () => {
    const cases = casesWith(['A', undefined, undefined, 'A', undefined, 'B']);
    const baseline = { sharedCalls: [[], [], ['0 x'], [], ['0 x'], []] };
    const candidate = { sharedCalls: [['0 case-0'], ['0 case-0'], [], [], [], []] };
    const joined = dependentCases(cases, [baseline, {}, candidate]);
    expect(joined.map(({ cluster }) => cluster)).toEqual([
      'case-0',
      'case-0',
      'case-2',
      'case-0',
      'case-2',
      undefined,
    ]);
  });

  test('change nothing where there are none', () => {
    const cases = casesWith(['A', undefined]);
    expect(dependentCases(cases, [{}, {}])).toBe(cases);
  });

  test('have the same cluster exactly when a chain of clusters and calls connects them', () => {
    const label = fc.option(fc.constantFrom('p', 'q', 'r'), { nil: undefined });
    fc.assert(
      fc.property(fc.array(fc.tuple(label, label), { minLength: 1, maxLength: 9 }), (rows) => {
        const cases = casesWith(rows.map(([cluster]) => cluster));
        const sharedCalls = rows.map(([, call]) => (call === undefined ? [] : [call]));
        const joined = dependentCases(cases, [{ sharedCalls }]);
        const reached = rows.map((_, start) => {
          const seen = new Set([start]);
          for (const from of seen) {
            rows.forEach((row, to) => {
              if (row.some((value, kind) => value !== undefined && value === rows[from][kind])) seen.add(to);
            });
          }
          return seen;
        });
        rows.forEach((_, a) => {
          rows.forEach((_unused, b) => {
            const same =
              a === b || (joined[a].cluster !== undefined && joined[a].cluster === joined[b].cluster);
            expect(same).toBe(reached[a].has(b));
          });
        });
      }),
    );
  });

  test('count as one, so that too few calls leave a verdict undecided', () => {
    const packedBy = (size: number) => ({
      ...observations(400, () => ({ cost: 100 })),
      sharedCalls: Array.from({ length: 400 }, (_, position) => [`0 case-${position - (position % size)}`]),
    });
    const baseline = observations(400, () => ({ cost: 1000 }));
    const verdictOf = (size: number) =>
      judge(evidenceOf(400, { baseline, candidates: [candidateOf(packedBy(size), { round: 1 })] }))[0];
    expect(verdictOf(1).kind).toBe('promote');
    const few = verdictOf(40);
    expect(few.kind).toBe('undecided');
    expect(few.sentence).toContain('10 clusters');
  });
});
