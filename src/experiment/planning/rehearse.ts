import type { TestCase } from '../../core/case.ts';
import { assembleStack, type Purpose, type TerminalCall } from '../../core/middleware.ts';
import type { ModelRequest, ModelResponse } from '../../core/request.ts';
import type { Arm } from '../arm.ts';

/** A request as it would reach the provider. */
export interface RehearsedCall {
  readonly request: ModelRequest;
  readonly purpose: Purpose;
  readonly step: string;
}

export interface Rehearsal {
  readonly calls: readonly RehearsedCall[];
  /** Why the calls behind these are not known; undefined when the pipeline came to its end. */
  readonly stoppedBy?: string;
}

/** An answer that says nothing: no text, no confidence, so that levers which escalate when unsure do. */
function emptyAnswer(request: ModelRequest): ModelResponse {
  if (request.kind === 'embedding') {
    return { kind: 'embedding', vectors: request.inputs.map(() => [0]), attempts: [] };
  }
  return {
    kind: 'chat',
    text: '',
    toolCalls: [],
    finishReason: 'stop',
    attempts: [],
    answeredBy: 'nobody',
  };
}

/** Which requests an arm would send for a case. Nobody is called: every request is answered with an empty text. */
export async function rehearse(
  arm: Pick<Arm, 'id' | 'middlewares' | 'pipeline'>,
  testCase: TestCase,
): Promise<Rehearsal> {
  const calls: RehearsedCall[] = [];
  const nobody: TerminalCall = async (request, { purpose, step }) => {
    calls.push({ request, purpose, step });
    return emptyAnswer(request);
  };
  const call = assembleStack(arm.middlewares, nobody, {
    trial: { armId: arm.id, caseId: testCase.id, repeat: 0 },
    attributes: testCase.attributes,
    decide: () => {},
    signal: new AbortController().signal,
  });
  try {
    await arm.pipeline.run({ vars: testCase.vars }, call);
    return { calls };
  } catch (error) {
    return { calls, stoppedBy: error instanceof Error ? error.message : String(error) };
  }
}
