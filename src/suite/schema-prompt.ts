import { z } from 'zod';
import { parts, roles } from '../core/message.ts';

const file = 'or a file to read it from: "file://…"';

const each = z
  .strictObject({
    each: z.string().min(1).describe('A variable that holds a list.'),
    template: z
      .string()
      .default('{{item}}')
      .describe('Rendered once for each element: {{item}} is the element, {{index}} counts from 1.'),
  })
  .describe('One segment for each element of a list variable, so that a lever can drop single ones.');

const pair = z
  .strictObject({
    user: z.string().describe('What the user says in the example.'),
    assistant: z.string().describe('What a good answer is.'),
  })
  .describe('An example given as two messages.');

const one = (what: string) => z.string().min(1).describe(`${what} A template, ${file}.`);

/** A prompt in parts, so that optimizations can tell instructions from examples and passages. */
export const partsPromptSchema = z
  .strictObject({
    system: one('Who the model is and what it must never do.').optional(),
    instructions: one('How to do the task.').optional(),
    tools: one('Tools described in the text of the system message.').optional(),
    examples: z
      .union([z.string().min(1), z.array(z.string().min(1)).min(1), z.array(pair).min(1), each])
      .describe(
        `Few-shot examples: a text, a list of texts, a list of { user, assistant }, each of a variable, ${file}.`,
      )
      .optional(),
    context: z
      .union([z.string().min(1), z.array(z.string().min(1)).min(1), each])
      .describe('Passages and data that the answer is taken from.')
      .optional(),
    history: z
      .strictObject({
        from: z
          .string()
          .min(1)
          .describe('A variable that holds the earlier turns: [{ role, content }] in OpenAI’s format.'),
      })
      .describe('Earlier turns of the conversation, one message each.')
      .optional(),
    user: one('What the user asks.').optional(),
    protect: z.array(z.enum(parts)).default([]).describe('Parts that no optimization may touch.'),
  })
  .describe('A prompt in parts.');

const contentPart = z.union([
  z.strictObject({ type: z.literal('text'), text: z.string() }),
  z.strictObject({
    type: z.literal('image_url'),
    image_url: z.strictObject({ url: z.string().min(1), detail: z.string().exactOptional() }),
  }),
]);

export const chatMessageSchema = z.strictObject({
  role: z.enum([...roles, 'developer']),
  content: z.union([z.string(), z.array(contentPart).min(1)]),
});

export const chatPromptSchema = z
  .array(chatMessageSchema)
  .min(1)
  .describe('Chat messages as promptfoo writes them.');

export const promptSchema = z
  .union([z.string().min(1), chatPromptSchema, partsPromptSchema])
  .describe('A promptfoo prompt (text, "file://prompt.json", or chat messages), or a prompt in parts.');

export const toolSchema = z.strictObject({
  name: z.string().min(1),
  description: z.string().default(''),
  parameters: z
    .record(z.string(), z.json())
    .default({ type: 'object', properties: {} })
    .describe('A JSON Schema.'),
});

const vendorToolSchema = z.strictObject({
  type: z.literal('function'),
  function: z.strictObject({ ...toolSchema.shape, strict: z.boolean().exactOptional() }),
});

export const toolsSchema = z
  .union([z.string().startsWith('file://'), z.array(z.union([toolSchema, vendorToolSchema]))])
  .describe('Tools that the model may call: { name, description, parameters }, OpenAI’s form, or a file.');

export const toolListSchema = z.array(z.union([toolSchema, vendorToolSchema]));
