import type { Decision } from './middleware.ts';
import { nanoDollars } from './money.ts';
import type { Charge } from './trial.ts';
import type { Usage } from './usage.ts';

/** One of `parts` equal parts of a whole number; what is left over goes to the first ones, so that the parts add up. */
function partOf(whole: number, parts: number, position: number): number {
  return Math.floor(whole / parts) + (position < whole % parts ? 1 : 0);
}

/** The tokens of one of the requests that a call answered together. @param position counts from 0 */
export function shareUsage(usage: Usage, parts: number, position: number): Usage {
  return {
    inputTokens: partOf(usage.inputTokens, parts, position),
    cachedInputTokens: partOf(usage.cachedInputTokens, parts, position),
    cacheWriteTokens: partOf(usage.cacheWriteTokens, parts, position),
    outputTokens: partOf(usage.outputTokens, parts, position),
    reasoningTokens: partOf(usage.reasoningTokens, parts, position),
  };
}

/**
 * What one of the requests that a call answered together has to bear of it. Tokens and money of all parts add up to the
 * call's; its time is not divided, because each of them waited for the whole call.
 */
export function shareCharge(charge: Charge, parts: number, position: number): Charge {
  return {
    ...charge,
    usage: shareUsage(charge.usage, parts, position),
    asBilled: nanoDollars(partOf(charge.asBilled, parts, position)),
    paid: nanoDollars(partOf(charge.paid, parts, position)),
    sharedBy: parts * (charge.sharedBy ?? 1),
  };
}

/** How many calls charges stand for: one that was shared counts once, over all who shared it. */
export function countCalls(charges: readonly Pick<Charge, 'sharedBy'>[]): number {
  return Math.round(charges.reduce((sum, { sharedBy }) => sum + 1 / (sharedBy ?? 1), 0));
}

const decisionName = 'shared-call';

/** The decision by which a trial says that one call answered its request together with others: cases with a call in common are
 * not independent, and gates treat them as one cluster. */
export function sharedCall(leadingCaseId: string, requests: number): Decision {
  return { name: decisionName, choice: leadingCaseId, score: requests };
}

/** The id of the case in whose trial the shared call was made; undefined for any other decision. */
export function readSharedCall({ name, choice }: Decision): string | undefined {
  return name === decisionName ? choice : undefined;
}
