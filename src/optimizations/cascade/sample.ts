import { canonicalJson } from '../../core/json.ts';
import type { ModelCall } from '../../core/middleware.ts';
import type { ChatRequest, ChatResponse } from '../../core/request.ts';
import { outputText } from './checks.ts';

export interface Sampling {
  readonly samples: number;
  readonly temperature: number;
  readonly compare?: string | undefined;
  /** Stop as soon as it is certain whether the agreement reaches this; undefined draws all. */
  readonly stopAt?: number | undefined;
}

export interface Agreement {
  /** The first of the answers that most samples agree on. */
  readonly response: ChatResponse;
  /** The samples that agree, as a share of all that could have been drawn. */
  readonly agreement: number;
}

/** Answers with the same key are the same answer: case, white space and ids of tool calls make no difference. */
function keyOf(response: ChatResponse, compare: RegExp | undefined): string {
  const text = outputText(response);
  const found = compare?.exec(text);
  const compared = found === undefined || found === null ? text : (found[1] ?? found[0]);
  const calls = response.toolCalls.map(({ name, arguments: given }) => ({ name, given }));
  return `${compared.toLowerCase().replace(/\s+/g, ' ').trim()}\n${canonicalJson(calls)}`;
}

/** A vendor that honours a seed would give the same sample every time. */
function sampleRequest(request: ChatRequest, temperature: number, index: number): ChatRequest {
  const { seed } = request.parameters;
  return {
    ...request,
    parameters: { ...request.parameters, temperature, ...(seed === undefined ? {} : { seed: seed + index }) },
  };
}

/**
 * Self-consistency (Wang et al., "Self-Consistency Improves Chain of Thought Reasoning in Language Models", 2022): draws
 * samples one after the other, so that it can stop early, and takes the answer of the most.
 */
export async function drawSamples(
  request: ChatRequest,
  next: ModelCall,
  { samples, temperature, compare, stopAt }: Sampling,
): Promise<Agreement> {
  const expression = compare === undefined ? undefined : new RegExp(compare, 'u');
  const groups = new Map<string, { response: ChatResponse; count: number }>();
  let leader: { readonly response: ChatResponse; readonly count: number } | undefined;
  for (let drawn = 1; drawn <= samples; drawn++) {
    const response = await next(sampleRequest(request, temperature, drawn - 1));
    if (response.kind !== 'chat') throw new TypeError(`a chat request was answered with ${response.kind}`);
    const key = keyOf(response, expression);
    const group = {
      response: groups.get(key)?.response ?? response,
      count: (groups.get(key)?.count ?? 0) + 1,
    };
    groups.set(key, group);
    if (leader === undefined || group.count > leader.count) leader = group;
    if (stopAt === undefined) continue;
    const canReach = (leader.count + samples - drawn) / samples >= stopAt;
    const isMajority = leader.count > samples - leader.count;
    if (!canReach || (isMajority && leader.count / samples >= stopAt)) break;
  }
  if (leader === undefined) throw new RangeError('no sample was drawn');
  return { response: leader.response, agreement: leader.count / samples };
}
