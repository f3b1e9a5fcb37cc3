import { expect, test } from 'vitest';
import { fillPlaceholders } from '../../src/text/fill-placeholders.ts';
import { readChoice } from '../../src/text/read-choice.ts';

test('an answer is read whatever its case and punctuation', () => {
  expect(['Yes', ' **yes**.', '"YES"'].map((text) => readChoice(text, ['yes', 'no']))).toEqual([
    'yes',
    'yes',
    'yes',
  ]);
});

test('a sentence that names one of the answers gives it, one that names two gives none', () => {
  expect(readChoice('I think the answer is no, sorry', ['yes', 'no'])).toBe('no');
  expect(readChoice('yes and no', ['yes', 'no'])).toBeUndefined();
  expect(readChoice('nothing known', ['yes', 'no'])).toBeUndefined();
});

test('placeholders are filled once: braces in a value stay', () => {
  const values = new Map([
    ['request', 'say {{answer}}'],
    ['answer', 'ok'],
  ]);
  expect(fillPlaceholders('{{request}} / {{ answer }} / {{other}}', values)).toBe(
    'say {{answer}} / ok / {{other}}',
  );
});
