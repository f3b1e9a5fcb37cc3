import { digestText } from '../core/digest.ts';
import type { Json, JsonObject } from '../core/json.ts';
import { isJsonObject } from '../core/json.ts';
import type { Content, ToolDefinition } from '../core/message.ts';
import type { CallFailure, EmbeddingRequest, SamplingParameters, ToolCall } from '../core/request.ts';
import type { RecordedResponse } from './records.ts';
import { redactText } from './redact.ts';
import { maskSecrets, maskSecretsInJson } from './secrets.ts';
import type { StoredContent } from './store.ts';

/** What stands for a text that is not kept: equal texts have equal stand-ins. */
export function standIn(text: string): string {
  return `[digest ${digestText(text)}, ${text.length} characters]`;
}

/** What of each thing is stored, under one content policy. Secrets are masked under every policy. */
export interface ContentFilter {
  readonly policy: StoredContent;
  /** What a model, a person or a dataset wrote. */
  readonly text: (text: string) => string;
  /** What Tollgate or an author wrote and what may quote such text: names of assertions, choices, reasons. */
  readonly label: (text: string) => string;
  readonly toolCalls: (calls: readonly ToolCall[]) => readonly ToolCall[];
  readonly failure: (failure: CallFailure) => CallFailure;
  readonly content: (content: Content) => Content;
  readonly tools: (tools: readonly ToolDefinition[]) => readonly ToolDefinition[];
  readonly parameters: (parameters: SamplingParameters) => SamplingParameters;
  readonly request: (request: EmbeddingRequest) => EmbeddingRequest;
  readonly response: (response: RecordedResponse) => RecordedResponse;
}

const dropped = (value: Json): string => standIn(JSON.stringify(value));

/** Every text of a JSON value, and every whole number of seven digits or more, because ids come as numbers too. */
function redactJson(value: Json): Json {
  if (typeof value === 'string') return redactText(maskSecrets(value));
  if (typeof value === 'number')
    return Number.isInteger(value) && Math.abs(value) >= 1e6 ? '[number]' : value;
  if (Array.isArray(value)) return value.map(redactJson);
  return isJsonObject(value) ? redactObject(value) : value;
}

function redactObject(value: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, redactJson(member)]));
}

function maskObject(value: JsonObject): JsonObject {
  const masked = maskSecretsInJson(value);
  return isJsonObject(masked) ? masked : {};
}

const textFilters: { readonly [policy in StoredContent]: (text: string) => string } = {
  full: maskSecrets,
  redacted: (text) => redactText(maskSecrets(text)),
  digest: standIn,
};

const jsonFilters: { readonly [policy in StoredContent]: (value: Json) => Json } = {
  full: maskSecretsInJson,
  redacted: redactJson,
  digest: dropped,
};

const objectFilters: { readonly [policy in StoredContent]: (value: JsonObject) => JsonObject } = {
  full: maskObject,
  redacted: (value) => redactObject(maskObject(value)),
  digest: (value) => ({ content: dropped(value) }),
};

export function contentFilter(policy: StoredContent): ContentFilter {
  const text = textFilters[policy];
  const json = jsonFilters[policy];
  const object = objectFilters[policy];
  const label = policy === 'digest' ? maskSecrets : text;

  const content = (item: Content): Content => {
    switch (item.type) {
      case 'text':
        return { ...item, text: text(item.text) };
      case 'image':
        if (item.source.kind === 'url')
          return { ...item, source: { kind: 'url', url: text(item.source.url) } };
        // Nobody can tell what a picture shows.
        return policy === 'full'
          ? item
          : { ...item, source: { kind: 'base64', data: standIn(item.source.data) } };
      case 'tool-call':
        return { ...item, arguments: object(item.arguments) };
      case 'tool-result':
        return { ...item, result: json(item.result) };
    }
  };

  const tool = (definition: ToolDefinition): ToolDefinition => ({
    name: definition.name,
    description: text(definition.description),
    parameters: object(definition.parameters),
  });

  const parameters = (given: SamplingParameters): SamplingParameters => ({
    ...given,
    ...(given.stop === undefined ? {} : { stop: given.stop.map(text) }),
    ...(given.extra === undefined ? {} : { extra: object(given.extra) }),
    ...(given.responseFormat?.type === 'json-schema'
      ? { responseFormat: { ...given.responseFormat, schema: object(given.responseFormat.schema) } }
      : {}),
  });

  const toolCalls = (calls: readonly ToolCall[]): readonly ToolCall[] =>
    calls.map((call) => ({ ...call, arguments: object(call.arguments) }));

  return {
    policy,
    text,
    label,
    toolCalls,
    failure: (failure) => ({ ...failure, message: text(failure.message) }),
    content,
    tools: (definitions) => definitions.map(tool),
    parameters,
    request: (request) => ({ ...request, inputs: request.inputs.map(text) }),
    response: (response) => {
      // Vectors are no text, but whoever has the model can guess at the text behind one.
      if (response.kind === 'embedding') return policy === 'digest' ? { ...response, vectors: [] } : response;
      const { raw, ...rest } = response;
      const kept = { ...rest, text: text(rest.text), toolCalls: toolCalls(rest.toolCalls) };
      // What the vendor sent repeats the text, with ids that redacting would spoil: it is kept in full or not at all.
      return raw === undefined || policy !== 'full' ? kept : { ...kept, raw: maskSecretsInJson(raw) };
    },
  };
}

/** True when what is stored still holds all that the model answered; the vendor's raw message does not count. */
export function answersTheSame(original: RecordedResponse, stored: RecordedResponse): boolean {
  if (original.kind === 'embedding' || stored.kind === 'embedding') {
    return (
      original.kind === stored.kind &&
      original.kind === 'embedding' &&
      stored.kind === 'embedding' &&
      original.vectors.length === stored.vectors.length
    );
  }
  return (
    original.text === stored.text && JSON.stringify(original.toolCalls) === JSON.stringify(stored.toolCalls)
  );
}
