import { z } from 'zod';
import { isJsonObject, type Json } from '../core/json.ts';
import type { ChatResponse } from '../core/request.ts';
import { chatMiddleware, defineOptimization } from './optimization.ts';

const json: z.ZodType<Json> = z.json();

const settings = z
  .strictObject({
    name: z
      .string()
      .regex(/^[\w-]{1,64}$/, 'letters, digits, _ and - only')
      .default('answer')
      .describe('The schema’s name, which some vendors want.'),
    schema: z
      .record(z.string(), json)
      .describe('A JSON Schema of an object; the model answers with one, and with nothing around it.'),
    unwrap: z
      .string()
      .min(1)
      .optional()
      .describe(
        'Hand this field’s value on as the answer’s text, so that assertions see what they saw before.',
      ),
  })
  .refine(({ schema, unwrap }) => unwrap === undefined || unwrap in propertiesOf(schema), {
    message: 'unwrap must name one of the schema’s properties',
    path: ['unwrap'],
  });

function propertiesOf(schema: { readonly [key: string]: Json }): { readonly [key: string]: Json } {
  const properties = schema['properties'];
  return isJsonObject(properties) ? properties : {};
}

/** The field's value as text, or undefined when the answer is not such an object. */
function fieldOf(text: string, field: string): string | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return undefined;
  }
  const value = isJsonObject(parsed) ? parsed[field] : undefined;
  if (value === undefined) return undefined;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function unwrapped(response: ChatResponse, field: string): ChatResponse | undefined {
  const text = fieldOf(response.text, field);
  return text === undefined ? undefined : { ...response, text };
}

/**
 * Asks for an object of a JSON Schema instead of prose. Usage and price are those of the whole object; an answer that is
 * no such object is passed on as it came.
 */
export const structuredOutput = defineOptimization({
  name: 'structured-output',
  layer: 'output',
  summary: 'asks for JSON of a schema instead of prose, and can hand on one field of it',
  settings,
  build: ({ name, schema, unwrap }) =>
    chatMiddleware(async (request, next, context) => {
      const response = await next({
        ...request,
        parameters: { ...request.parameters, responseFormat: { type: 'json-schema', name, schema } },
      });
      if (response.kind !== 'chat' || unwrap === undefined || response.toolCalls.length > 0) return response;
      const shorter = unwrapped(response, unwrap);
      context.decide({ name: 'structured-output.unwrapped', choice: shorter === undefined ? 'no' : 'yes' });
      return shorter ?? response;
    }),
  describe: ({ schema, unwrap }) => {
    const fields = Object.keys(propertiesOf(schema)).join(', ');
    return `answers as JSON${fields === '' ? '' : ` (${fields})`}${unwrap === undefined ? '' : `, ${unwrap} handed on`}`;
  },
  summarise: (decisions) => {
    const made = decisions.filter(({ name }) => name === 'structured-output.unwrapped');
    const failed = made.filter(({ choice }) => choice === 'no').length;
    return made.length === 0
      ? []
      : [{ label: 'answers without the field', value: `${failed} of ${made.length}` }];
  },
});
