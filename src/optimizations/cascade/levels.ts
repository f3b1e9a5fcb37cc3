import type { ChatRequest } from '../../core/request.ts';
import type { Settings } from './settings.ts';

export type Level = Settings['levels'][number];

export function atLevel(request: ChatRequest, { model, reasoningEffort }: Level): ChatRequest {
  return reasoningEffort === undefined
    ? { ...request, model }
    : { ...request, model, parameters: { ...request.parameters, reasoningEffort } };
}
