import type { Seat } from '../core/meeting.ts';
import type { Decision, ModelCall, Pack, PackedAnswer, SendTogether } from '../core/middleware.ts';
import type { ChatRequest, ChatResponse } from '../core/request.ts';
import { shareCharge, sharedCall, shareUsage } from '../core/share.ts';
import type { MeteredCall } from '../core/trial.ts';
import type { Meter } from './meter.ts';
import type { TrialClock } from './trial-clock.ts';

interface PackedRequest {
  readonly caseId: string;
  readonly request: ChatRequest;
}

/** What a member gets back of a pack: its answer, and its part of the calls. */
interface PackedPart {
  readonly result: PackedAnswer | { readonly kind: 'failed'; readonly error: unknown };
  readonly calls: readonly MeteredCall[];
  /** How long the leading trial was at it; undefined when that was not measured. */
  readonly milliseconds: number | undefined;
  readonly leadingCaseId: string;
  readonly requests: number;
}

export type PackSeat = Seat<PackedRequest, PackedPart>;

/**
 * The pack as the levers of one trial see it. A call for several requests is made, metered and recorded in the leading trial;
 * then its charges are taken out there and entered in equal parts in every trial that had a request in it. Waiting for the
 * others to come is no time of the trial: it follows from how the run is organised, not from the vendor.
 */
export function packAt(
  seat: PackSeat,
  own: {
    readonly meter: Meter;
    readonly clock: TrialClock;
    readonly caseId: string;
    readonly decide: (decision: Decision) => void;
  },
): Pack {
  const { meter, clock, caseId, decide } = own;
  return {
    join: async ({ kind, size, request, next, send }) => {
      let isLeading = false;
      clock.callStarted();
      clock.queued();
      const part = await seat
        .meet({ kind, size, item: { caseId, request } }, async (members) => {
          isLeading = true;
          return sendShared(members, { meter, clock, next, send });
        })
        .finally(() => {
          clock.admitted();
          clock.callEnded();
        });
      for (const call of part.calls) meter.enter(call);
      if (part.requests > 1) decide(sharedCall(part.leadingCaseId, part.requests));
      if (!isLeading && part.milliseconds === undefined) clock.replayed();
      if (!isLeading && part.milliseconds !== undefined) clock.add(part.milliseconds);
      if (part.result.kind === 'failed') throw part.result.error;
      return { ...part.result, requests: part.requests };
    },
  };
}

/** Makes the call in the leading trial and divides what it cost. */
async function sendShared(
  members: readonly PackedRequest[],
  leading: {
    readonly meter: Meter;
    readonly clock: TrialClock;
    readonly next: ModelCall;
    readonly send: SendTogether;
  },
): Promise<readonly PackedPart[]> {
  const { meter, clock, next, send } = leading;
  const sharedBy = members.map(({ caseId }) => caseId);
  const nextShared: ModelCall = (request) =>
    next(request.kind === 'chat' && members.length > 1 ? { ...request, sharedBy } : request);
  const before = clock.milliseconds();
  const results = await settle(
    send(
      members.map(({ request }) => request),
      nextShared,
    ),
    members.length,
  );
  const after = clock.milliseconds();
  const calls = meter.takeShared(sharedBy);
  return results.map((result, position): PackedPart => {
    const share = { requests: members.length, position };
    const own =
      result.kind === 'answered'
        ? { ...result, response: withSharedAttempts(result.response, share) }
        : result;
    return {
      result: own,
      calls: calls.map((call) => partOfCall(call, own.kind === 'answered' ? own.response : undefined, share)),
      milliseconds: before === undefined || after === undefined ? undefined : after - before,
      leadingCaseId: sharedBy[0],
      requests: members.length,
    };
  });
}

async function settle(
  sent: ReturnType<SendTogether>,
  count: number,
): Promise<readonly PackedPart['result'][]> {
  try {
    return await sent;
  } catch (error) {
    return Array.from({ length: count }, () => ({ kind: 'failed', error }));
  }
}

interface Share {
  readonly requests: number;
  readonly position: number;
}

/** The request as it was sent, with this member's answer: none leaves the text empty. */
function partOfCall(
  { charges, exchange }: MeteredCall,
  answer: ChatResponse | undefined,
  share: Share,
): MeteredCall {
  const { response: whole, ...sent } = exchange;
  const response =
    answer ?? (whole?.kind === 'chat' ? withSharedAttempts({ ...whole, text: '' }, share) : whole);
  return {
    charges: charges.map((charge) => shareCharge(charge, share.requests, share.position)),
    exchange: response === undefined ? sent : { ...sent, response },
  };
}

function withSharedAttempts(response: ChatResponse, { requests, position }: Share): ChatResponse {
  return {
    ...response,
    attempts: response.attempts.map((attempt) => ({
      ...attempt,
      usage: shareUsage(attempt.usage, requests, position),
    })),
  };
}
