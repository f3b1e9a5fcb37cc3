import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { fallbackText, keysOfSchema } from '../../src/core/schema-keys.ts';

const schema = z.strictObject({
  model: z.string().describe('Who answers.'),
  tries: z.number().default(3),
  parts: z.array(z.enum(['system', 'user'])).default(['user']),
  limits: z.strictObject({ seconds: z.number() }).optional(),
  by: z
    .discriminatedUnion('method', [
      z.strictObject({ method: z.literal('all') }).describe('Everything.'),
      z.strictObject({ method: z.literal('some'), count: z.number() }).describe('The first ones.'),
      z.strictObject({ method: z.literal('random'), count: z.number().default(5) }).describe('Any.'),
    ])
    .describe('Which ones.'),
});

describe('the keys of a schema', () => {
  it('stand in the order of the schema, with the names above them', () => {
    expect(keysOfSchema(schema).map(({ name }) => name)).toEqual([
      'model',
      'tries',
      'parts',
      'limits.seconds',
      'by',
      'by.method',
      'by.method',
      'by.count',
      'by.method',
      'by.count',
    ]);
  });

  it('say the default, also of a list, or that they are required', () => {
    const text = new Map(keysOfSchema(schema).map((key) => [key.name, fallbackText(key)]));
    expect(text.get('model')).toBe('required');
    expect(text.get('tries')).toBe('3');
    expect(text.get('parts')).toBe('user');
  });

  it('describe each form of a choice before its own keys', () => {
    const keys = keysOfSchema(schema).filter(({ name }) => name.startsWith('by.'));
    expect(keys.map(({ types, description }) => [types, description])).toEqual([
      [['`all`'], 'Everything.'],
      [['`some`'], 'The first ones.'],
      [['number'], ''],
      [['`random`'], 'Any.'],
      [['number'], ''],
    ]);
  });

  it('are one key with all types where forms need no telling apart', () => {
    const either = z.strictObject({ value: z.union([z.string(), z.array(z.string())]) });
    expect(keysOfSchema(either)).toMatchObject([{ name: 'value', types: ['text', 'list'] }]);
  });
});
