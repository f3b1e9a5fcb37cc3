import { describe, expect, it } from 'vitest';
import { writeHtml } from '../../src/reports/html.ts';
import { writeJson } from '../../src/reports/json.ts';
import { writeMarkdown } from '../../src/reports/markdown.ts';
import { writeTerminal } from '../../src/reports/terminal.ts';
import { realVendor, stoppedEarly, supportTriage } from './fixtures/index.ts';

const ends = [
  /router.*look 2 of 4, 300 cases and 41 must-pass cases more: good enough already/,
  /gpt-4\.1-nano.*look 1 of 4, 150 cases: given up/,
  /cache.*look 4 of 4, 600 cases: went to the end/,
];

function plain(text: string): string {
  return text
    .replace(/<[^>]*>/g, ' ')
    .replaceAll('&#36;', '$')
    .replace(/[*\\]/g, '')
    .replace(/\s+/g, ' ');
}

describe('a report of a run that stopped early', () => {
  const formats = [
    ['terminal', () => writeTerminal(stoppedEarly)],
    ['markdown', () => writeMarkdown(stoppedEarly)],
    ['HTML', () => writeHtml(stoppedEarly)],
  ] as const;

  it.each(formats)('says in %s what was saved and where each candidate ended', async (_, write) => {
    const text = plain(await write());
    expect(text).toContain('Early stopping saved 1,204 calls, worth $3.87.');
    for (const end of ends) expect(text).toMatch(end);
  });

  it('writes the figures into report.json', () => {
    expect(JSON.parse(writeJson(stoppedEarly)).earlyStop).toEqual(stoppedEarly.earlyStop);
  });

  it('never writes invented prices as dollars', () => {
    const text = writeTerminal({ ...supportTriage, earlyStop: stoppedEarly.earlyStop });
    expect(text).toMatch(/Early stopping saved 1,204 calls, worth as much as [\d,]+\s+baseline requests/);
    expect(text).not.toContain('$3.87');
  });

  it('says so when nothing was saved', () => {
    const earlyStop = { looks: 4, savedCalls: 0, savedCost: 0, candidates: [] };
    expect(writeTerminal({ ...realVendor, earlyStop })).toContain('Early stopping saved no call');
  });
});

it('a run without early stopping says nothing about it', async () => {
  expect(writeTerminal(realVendor)).not.toContain('Early stopping');
  expect(writeMarkdown(realVendor)).not.toContain('Early stopping');
  expect(await writeHtml(realVendor)).not.toContain('Early stopping');
});
