import { digest } from './digest.ts';
import type { Decision } from './middleware.ts';

/** An answer that was made for another request: whose, and which pair of texts it was. */
export interface ServedFrom {
  readonly caseId: string;
  /** Equal for two hits of the same text on an entry of the same text, so that a popular pair counts once. */
  readonly pair: string;
}

const suffix = '.served-from';

/**
 * The decision by which a lever says that it gave an answer again which was made for a request that only resembles this one.
 * Gates on false hits read these decisions, whichever lever made them.
 *
 * @param lever name of the lever
 * @param texts what was asked now, and what was asked when the answer was made
 */
export function servedFrom(
  lever: string,
  caseId: string,
  texts: { readonly asked: string; readonly entry: string },
  score: number,
): Decision {
  return { name: lever + suffix, choice: `${caseId}#${digest(texts).slice(0, 12)}`, score };
}

/** Undefined for any other decision. */
export function readServedFrom({ name, choice }: Decision): ServedFrom | undefined {
  const cut = choice.lastIndexOf('#');
  return name.endsWith(suffix) && cut > 0
    ? { caseId: choice.slice(0, cut), pair: choice.slice(cut + 1) }
    : undefined;
}
