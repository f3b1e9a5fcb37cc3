import type { Assertion, Case } from '../../src/core/case.ts';
import { nanoDollars } from '../../src/core/money.ts';
import type { ChatResponse, ToolCall } from '../../src/core/request.ts';
import type { Charge, Trial } from '../../src/core/trial.ts';
import { chat, usage } from '../transport/harness.ts';

export const caseOf = (assertions: readonly Assertion[], fields: Partial<Case> = {}): Case => ({
  id: 'case-1',
  split: 'test',
  vars: {},
  assertions,
  tags: {},
  location: { file: 'suite.yaml', line: 7 },
  ...fields,
});

interface Answer {
  readonly output: string;
  readonly costNanoDollars?: number;
  readonly milliseconds?: number | undefined;
  readonly prompt?: string;
  readonly toolCalls?: readonly ToolCall[];
  readonly finishReason?: ChatResponse['finishReason'];
}

/** A finished trial of one call. */
export function trialOf({ output, toolCalls = [], ...answer }: Answer): Trial {
  const cost = nanoDollars(answer.costNanoDollars ?? 2_000_000);
  const charge: Charge = {
    purpose: 'answer',
    step: 'main',
    provider: 'shop',
    model: 'shop:model',
    serviceTier: 'standard',
    usage: usage(100, 10),
    asBilled: cost,
    paid: cost,
    waitMilliseconds: 0,
    milliseconds: 5,
    replayed: false,
    failed: false,
  };
  return {
    armId: 'arm-1',
    caseId: 'case-1',
    repeat: 0,
    outcome: { kind: 'answered', output, toolCalls },
    charges: [charge],
    decisions: [],
    exchanges: [
      {
        purpose: 'answer',
        step: 'main',
        request: chat(answer.prompt ?? 'question'),
        response: {
          kind: 'chat',
          text: output,
          toolCalls,
          finishReason: answer.finishReason ?? 'stop',
          attempts: [],
          answeredBy: 'shop:model',
        },
      },
    ],
    ...('milliseconds' in answer && answer.milliseconds === undefined
      ? {}
      : { milliseconds: answer.milliseconds ?? 5 }),
  };
}
