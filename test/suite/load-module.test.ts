import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { loadPipelineModule } from '../../src/suite/load-module.ts';
import { writeProject } from './project.ts';

const load = (text: string) => loadPipelineModule(join(writeProject({ 'agent.ts': text }), 'agent.ts'));

describe('a pipeline module', () => {
  test('may be TypeScript with imports of its own', async () => {
    const pipeline = await loadPipelineModule(
      fileURLToPath(new URL('../fixtures/agent/agent.ts', import.meta.url)),
    );
    const asked: unknown[] = [];
    const output = await pipeline({ vars: { ticket: 'Hi' } }, async (step, vars) => {
      asked.push([step, vars]);
      return {
        kind: 'chat',
        text: `${step} done`,
        toolCalls: [],
        finishReason: 'stop',
        attempts: [],
        answeredBy: 'x',
      };
    });
    expect(output).toBe('answer done');
    expect(asked).toEqual([
      ['classify', { ticket: 'Hi' }],
      ['answer', { ticket: 'Hi', queue: 'classify done' }],
    ]);
  });

  test('must export a function called pipeline', async () => {
    await expect(load('export const pipelne = () => "x";')).rejects.toThrow(
      /agent\.ts: the pipeline module has no export "pipeline"\. Did you mean "pipelne"\?$/,
    );
    await expect(load('export const pipeline = 7;')).rejects.toThrow(
      /agent\.ts: the export "pipeline" must be a function, found number\.$/,
    );
  });

  test('that cannot be loaded says why', async () => {
    await expect(load('throw new Error("no key");')).rejects.toThrow(
      /agent\.ts: the pipeline module cannot be loaded: no key\.$/,
    );
  });
});
