import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { missingPackages } from '../../../src/optimizations/prompt-compression/settings.ts';
import { chatRequest, configure, onlyRequest, promptOf, sendThrough, textIn } from '../stack.ts';
import { writeTinyModel } from './tiny-model.ts';

const missing = missingPackages();
const title = `llmlingua-2 with a tiny model${missing.length === 0 ? '' : ` (skipped: ${missing.join(' and ')} not installed)`}`;

describe.skipIf(missing.length > 0)(title, () => {
  const words = 'please the do parcel really leaves kindly warehouse a on oh monday . , ! takes'.split(' ');
  const modelDirectory = join(mkdtempSync(join(tmpdir(), 'tollgate-llmlingua-')), 'tiny');
  writeTinyModel(modelDirectory, words);
  const lever = () =>
    configure('prompt-compression', { method: 'llmlingua-2', keepShare: 0.5, modelDirectory });

  test('drops words between the spans and keeps lines and spans', async () => {
    const context = [
      'please the do parcel really leaves kindly warehouse',
      'the parcel takes 3 to 5 business days on monday <|endoftext|> oh really please do',
    ].join('\n');
    const passage = await sendThrough(lever(), chatRequest(promptOf({ context, user: 'parcel?' })));
    const sent = textIn(onlyRequest(passage), 'context').trim();
    expect(sent.split('\n')).toHaveLength(2);
    expect(sent.split('\n')[0]?.split(' ').length).toBeLessThan(8);
    expect(context.split(' ')).toEqual(expect.arrayContaining(sent.split('\n')[0]?.split(' ') ?? []));
    expect(sent).toContain('3 to 5 business days');
    expect(sent).toContain('<|endoftext|>');
    expect(sent.length).toBeLessThan(context.length);
    expect(passage.decisions).toEqual([{ name: 'prompt-compression.fallback', choice: 'no' }]);
  });

  test('compresses a text the same way each time', async () => {
    const request = chatRequest(
      promptOf({ context: 'please the do parcel really leaves a warehouse', user: 'Hi' }),
    );
    const compressor = lever();
    const first = textIn(onlyRequest(await sendThrough(compressor, request)), 'context');
    expect(textIn(onlyRequest(await sendThrough(compressor, request)), 'context')).toBe(first);
  });
});
