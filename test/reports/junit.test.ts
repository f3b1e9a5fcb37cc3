import { describe, expect, test } from 'vitest';
import { writeJunit } from '../../src/reports/junit.ts';
import { candidate, gate, interval, report } from './fixtures/build.ts';
import { everyReport, hostile, realVendor, singleUndecided, supportTriage } from './fixtures/index.ts';
import { steering } from './steering.ts';

const tag = /<(\/?)([a-z-]+)((?: [a-z]+="[^"<>\n]*")*)(\/?)>/y;

/** The open tags at the end; throws where the text is not XML of the kind that this package writes. */
function unclosed(xml: string): readonly string[] {
  const open: string[] = [];
  const text = xml.replace(/^<\?xml version="1.0" encoding="UTF-8"\?>/, '');
  for (let at = 0; at < text.length; ) {
    if (text[at] !== '<') {
      const next = text.indexOf('<', at);
      at = next === -1 ? text.length : next;
      continue;
    }
    tag.lastIndex = at;
    const match = tag.exec(text);
    if (match === null) throw new Error(`no tag at ${text.slice(at, at + 80)}`);
    const [whole, closing, name = '', , selfClosing] = match;
    if (closing === '/') {
      if (open.pop() !== name) throw new Error(`${name} closes another element`);
    } else if (selfClosing !== '/') open.push(name);
    at += whole.length;
  }
  return open;
}

describe('JUnit XML', () => {
  test.each(Object.entries(everyReport))('%s: is well-formed', (_name, each) => {
    const xml = writeJunit(each);
    expect(unclosed(xml)).toEqual([]);
    expect(xml.replace(/&(amp|lt|gt|quot|apos|#10|#9);/g, '')).not.toContain('&');
    expect(xml).not.toMatch(steering);
  });

  test('has a test suite per candidate and a test case per gate', () => {
    const xml = writeJunit(realVendor);
    expect(xml.match(/<testsuite /g)).toHaveLength(2);
    expect(xml.match(/<testcase /g)).toHaveLength(12);
  });

  test('a failed gate is a failure', () => {
    const xml = writeJunit(supportTriage);
    expect(xml).toMatch(/<testsuite name="output-limit" tests="\d+" failures="2"/);
    expect(xml).toContain('<failure message="Quality may be worse by more than 3 points."');
    expect(xml).toContain('only the candidate passes: 14&#10;only the baseline passes: 16');
  });

  test('an undecided gate is skipped and says what is missing', () => {
    const xml = writeJunit(singleUndecided);
    expect(xml).toMatch(/<skipped message="24 cases are too few .*336 more cases needed.*\$2\.41/);
    expect(xml).toContain('failures="0"');
  });

  test('a gate that only informs never fails a build', () => {
    const informing = gate({ status: 'failed', decisive: false, sentence: 'Slower.' });
    const sketch = {
      name: 'a',
      verdict: 'promote',
      difference: interval(0, 0, 0),
      saving: interval(0.1, 0.1, 0.1),
      adjustedP: 0.01,
      baselineCost: 1,
    } as const;
    const xml = writeJunit(report({ candidates: [candidate(sketch, { gates: [gate({}), informing] })] }));
    expect(xml).toContain('<skipped message="Slower. This gate only informs."');
    expect(xml).toContain('failures="0"');
  });

  test('a rejection without a failed gate is still a failure', () => {
    const sketch = {
      name: 'a',
      verdict: 'reject',
      difference: interval(0, 0, 0),
      saving: interval(0, 0, 0),
      adjustedP: null,
      baselineCost: 1,
    } as const;
    const xml = writeJunit(report({ candidates: [candidate(sketch, { gates: [] })] }));
    expect(xml).toContain('<testcase name="verdict"');
    expect(xml).toContain('failures="1"');
  });

  test('shows hostile text as text', () => {
    expect(writeJunit(hostile)).not.toContain('<script>');
  });
});
