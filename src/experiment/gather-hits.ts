import type { Case } from '../core/case.ts';
import { readServedFrom } from '../core/served-from.ts';
import type { EvidenceHit } from './evidence.ts';
import type { TrialGrid } from './trial-grid.ts';

/**
 * The answers of a grid that were made for other requests. A hit is wrong when the two requests do not share their
 * canonical request, or when the other is unknown. Undefined outside a stream: without labels nothing is known.
 *
 * @param all every case of the suite: an answer may come from the tune split, which warmed the arm up
 */
export function hitsOf(
  grid: TrialGrid,
  test: readonly Case[],
  all: readonly Case[],
): readonly EvidenceHit[] | undefined {
  if (!test.some(({ stream }) => stream !== undefined)) return undefined;
  const canonicals = new Map(all.map(({ id, stream }) => [id, stream?.canonical]));
  return grid.flatMap((row, position) => {
    const canonical = test[position].stream?.canonical;
    return row.flatMap(({ decisions }) =>
      decisions.flatMap((decision): readonly EvidenceHit[] => {
        const served = readServedFrom(decision);
        if (served === undefined) return [];
        const source = canonicals.get(served.caseId);
        return [{ case: position, pair: served.pair, wrong: source === undefined || source !== canonical }];
      }),
    );
  });
}
