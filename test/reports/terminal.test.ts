import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import { usesColour } from '../../src/reports/terminal/colour.ts';
import { displayWidth, wrap } from '../../src/reports/terminal/layout.ts';
import { writeTerminal } from '../../src/reports/terminal.ts';
import {
  everyReport,
  hostile,
  noCandidates,
  nothingKnown,
  realVendor,
  singleUndecided,
  supportTriage,
} from './fixtures/index.ts';
import { steering } from './steering.ts';

const terminal = (columns: number, isTTY = false) => ({ isTTY, columns, environment: {} });

describe('the terminal report', () => {
  test('has a table row and the judge’s own sentence for every candidate', () => {
    const text = writeTerminal(supportTriage, terminal(160));
    for (const candidate of supportTriage.candidates) {
      expect(text).toContain(candidate.name);
      expect(text.replace(/\s+/g, ' ')).toContain(candidate.sentence);
    }
    expect(text).toMatch(
      /router +sends easy tickets .*−0\.8 \(−2\.1 to \+0\.6\) +58\.3 % \(56\.1 to 60\.4 %\) +0\.021 +Promote/,
    );
  });

  test('writes a dash, not 0, for a saving and a difference that are not known', () => {
    expect(writeTerminal(nothingKnown, terminal(160))).toMatch(/free-model +– +– +– +Undecided/);
  });

  test('says what an undecided candidate lacks and what that costs', () => {
    const text = writeTerminal(singleUndecided).replace(/\s+/g, ' ');
    expect(text).toContain('336 more cases needed');
    expect(text).toContain('price: $2.41');
    const [candidate] = singleUndecided.candidates;
    const clustered = {
      ...candidate,
      gates: candidate.gates.map((gate) => ({
        ...gate,
        missing: gate.missing && { ...gate.missing, clusters: 42 },
      })),
    };
    expect(writeTerminal({ ...singleUndecided, candidates: [clustered] }).replace(/\s+/g, ' ')).toContain(
      '42 more clusters needed, about 336 cases',
    );
  });

  test('writes no dollars for illustrative prices and says so', () => {
    const text = writeTerminal(supportTriage);
    expect(text).not.toContain('$');
    expect(text).toContain('Illustrative prices');
    expect(text).toContain('Saving (illustrative prices)');
  });

  test('writes real prices in dollars', () => {
    expect(writeTerminal(realVendor)).toContain('$6.42 per 1,000 requests');
  });

  test('works without candidates', () => {
    expect(writeTerminal(noCandidates)).toContain('No candidate was compared with the baseline.');
  });

  test.each(Object.entries(everyReport))('%s: stays within a terminal of 60 columns', (_name, report) => {
    const lines = writeTerminal(
      { ...report, next: 'next', suite: { ...report.suite, name: 'suite', file: 'file' } },
      terminal(60),
    ).split('\n');
    const widest = Math.max(...lines.map(displayWidth));
    expect(widest).toBeLessThanOrEqual(60);
  });

  test('sends no control character without colours, and only its own colours with them', () => {
    expect(writeTerminal(hostile, terminal(80))).not.toMatch(steering);
    const coloured = writeTerminal(hostile, terminal(80, true));
    expect(
      coloured
        .split('\u001b[')
        .map((piece) => piece.replace(/^\d{1,2}m/, ''))
        .join(''),
    ).not.toMatch(steering);
    expect(stripVTControlCharacters(coloured)).toBe(writeTerminal(hostile, terminal(80)));
  });

  test.each([
    [true, {}, true],
    [false, {}, false],
    [true, { NO_COLOR: '1' }, false],
    [true, { NO_COLOR: '' }, true],
    [false, { FORCE_COLOR: '1' }, true],
    [true, { FORCE_COLOR: '0' }, false],
    [false, { NO_COLOR: '1', FORCE_COLOR: '3' }, true],
  ])('terminal %s with %o uses colours: %s', (isTTY, environment, expected) => {
    expect(usesColour({ isTTY, environment })).toBe(expected);
  });

  test('counts two columns for wide characters', () => {
    expect(displayWidth('日本語 👍')).toBe(9);
    for (const line of wrap('日本語'.repeat(20), 21, '  ').split('\n'))
      expect(displayWidth(line)).toBeLessThanOrEqual(21);
  });
});
