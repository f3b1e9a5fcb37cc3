import type { Problem } from '../core/errors.ts';

/** Each problem once: the suite's own first, by line; then those of each other file. */
export function inReadingOrder(problems: readonly Problem[], suiteFile: string): readonly Problem[] {
  const unique = new Map(problems.map((problem) => [JSON.stringify(problem), problem]));
  const rank = ({ location }: Problem) => (location === undefined || location.file === suiteFile ? 0 : 1);
  return [...unique.values()].sort(
    (a, b) =>
      rank(a) - rank(b) ||
      (rank(a) === 1 ? (a.location?.file ?? '').localeCompare(b.location?.file ?? '', 'en') : 0) ||
      (a.location?.line ?? 0) - (b.location?.line ?? 0) ||
      (a.location?.column ?? 0) - (b.location?.column ?? 0),
  );
}
