import { distance } from 'fastest-levenshtein';

/**
 * The allowed name closest to the one found (Levenshtein, letter case ignored), or undefined when none is
 * close enough to be a likely typing error.
 */
export function nearest(found: string, allowed: Iterable<string>): string | undefined {
  const wanted = found.toLowerCase();
  let best: { name: string; edits: number } | undefined;
  for (const name of allowed) {
    const edits = distance(wanted, name.toLowerCase());
    if (best === undefined || edits < best.edits) best = { name, edits };
  }
  if (best === undefined) return undefined;
  const tolerance = Math.max(2, Math.floor(Math.max(found.length, best.name.length) * 0.4));
  return best.edits <= tolerance ? best.name : undefined;
}
