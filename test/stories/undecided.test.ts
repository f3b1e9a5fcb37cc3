import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { writeTerminal } from '../../src/reports/terminal.ts';
import { runSuite } from '../../src/workbench.ts';
import { shopProvider } from './shop-provider.ts';
import { smallProject } from './small-project.ts';

/** Text without marks and line breaks. */
function plain(text: string): string {
  return text.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');
}

describe('an undecided verdict', () => {
  it('says in every report how many cases are missing, and what they cost', async () => {
    const { report, files } = await runSuite({
      suiteFile: await smallProject({ cases: 60, suite: { gates: { quality: { margin: 0.05 } } } }),
      providers: [shopProvider()],
      only: ['cheaper'],
    });
    const [candidate] = report.candidates;
    expect(candidate.verdict).toBe('undecided');
    const missing = candidate.gates.find(({ name }) => name === 'quality')?.missing;
    // A margin of 5 points needs 59 cases; there are 48.
    expect(missing?.cases).toBe(11);
    const both = (report.baseline.costPerThousand + candidate.costPerThousand) / 1000;
    expect(missing?.price).toBeCloseTo(11 * both, 12);
    const needed = /11 more cases needed: .* – price: \$0\.00\d+/;
    expect(plain(writeTerminal(report))).toMatch(needed);
    expect(plain(await readFile(files.html, 'utf8'))).toMatch(needed);
    expect(JSON.parse(await readFile(files.json, 'utf8')).candidates[0].gates[0].missing).toEqual(missing);
  });

  it('names the cases that a small sample lacks to pass', async () => {
    const { report } = await runSuite({
      suiteFile: await smallProject({ cases: 100, suite: { gates: { quality: { margin: 0.04 } } } }),
      providers: [shopProvider()],
      only: ['cheaper'],
    });
    const gate = report.candidates[0].gates.find(({ name }) => name === 'quality');
    expect(gate?.status).toBe('undecided');
    expect(gate?.missing?.cases).toBeGreaterThan(0);
    expect(gate?.missing?.price).toBeGreaterThan(0);
  });
});
