import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { shorten, visibleLine, visibleText } from '../../src/reports/visible-text.ts';
import { steering } from './steering.ts';

describe('text from elsewhere', () => {
  test('shows terminal escapes, controls and bidirectional overrides instead of obeying them', () => {
    expect(visibleText('\u001b[31mred')).toBe('[U+001B][31mred');
    expect(visibleText('a\u202egnp.exe')).toBe('a[U+202E]gnp.exe');
    expect(visibleText('\u{e0041}\u200b\ufeff\ud800')).toBe('[U+E0041][U+200B][U+FEFF][U+D800]');
  });

  test('keeps scripts and emoji that need joiners', () => {
    const text = 'می‌خواهم 👩‍💻 co\u00adoperate';
    expect(visibleText(text)).toBe(text);
  });

  test('keeps tabs and line ends, one kind of them', () => {
    expect(visibleText('a\tb\r\nc\rd\n')).toBe('a\tb\nc\nd\n');
    expect(visibleLine(' a\tb\r\nc ')).toBe('a b c');
  });

  test('never leaves a control character behind', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(visibleText(text)).not.toMatch(steering);
      }),
    );
  });

  test('is cut between characters, never inside one', () => {
    expect(shorten('abcdef', 4)).toBe('abc…');
    expect(shorten('👍👍👍', 2)).toBe('👍…');
    expect(shorten('👍👍', 2)).toBe('👍👍');
  });
});
