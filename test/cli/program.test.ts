import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { smallProject } from '../stories/small-project.ts';
import { commandLine } from './command-line.ts';

async function commandNames(): Promise<readonly string[]> {
  const { out } = await commandLine('--help');
  const listed = out.slice(out.indexOf('Commands:'));
  return [...listed.matchAll(/^ {2}([a-z-]+)/gm)].map(([, name]) => name).filter((name) => name !== 'help');
}

describe('the command line', () => {
  it('gives every command a help text with an example', async () => {
    const names = await commandNames();
    expect(names).toEqual(
      expect.arrayContaining(['run', 'check', 'promote', 'verify', 'rollback', 'history', 'sql']),
    );
    for (const name of names) {
      const { code, out } = await commandLine(name, '--help');
      expect(code).toBe(0);
      expect(out).toMatch(new RegExp(`Examples:\\n {2}\\$ tollgate ${name}`));
    }
  });

  it('answers a mistyped command with the nearest one and exit code 2', async () => {
    const { code, err } = await commandLine('promot', 'x.yaml');
    expect(code).toBe(2);
    expect(err).toContain('promote');
  });

  it('lists everything that is wrong with a suite at once, with places, and exits 2 before any call', async () => {
    const suiteFile = await smallProject({
      suite: {
        baseline: { model: 'shop:strong', prompt: { user: '{{sentense}}' } },
        candidates: [{ name: 'a', use: 'modle-swap', with: {} }],
        gates: { qualty: {} },
      },
    });
    const { code, err } = await commandLine('check', suiteFile);
    expect(code).toBe(2);
    expect(err).toContain('modle-swap');
    expect(err).toContain('Did you mean "model-swap"?');
    expect(err).toContain('qualty');
    expect(err).toContain('sentense');
    expect(err).toMatch(/colours\.yaml:\d+:\d+/);
  });

  it('names models without a provider or a price at every place, beside the suite’s other problems', async () => {
    const suiteFile = await smallProject({
      suite: {
        baseline: { model: 'pocket:larg', prompt: { user: '{{sentense}}' } },
        candidates: [
          { name: 'a', use: 'model-swap', with: { model: 'pockt:small' } },
          { name: 'b', use: 'model-swap', with: { model: 'pocket:smal', effort: 'low' } },
        ],
        grader: { provider: 'ecko:strict' },
        gates: { qualty: {} },
      },
    });
    const { code, err } = await commandLine('run', suiteFile);
    expect(code).toBe(2);
    expect(err).toMatch(
      /colours\.yaml:3:10: unknown pocket model "larg"\. Did you mean "large"\? Allowed: small, /,
    );
    expect(err).toMatch(
      /colours\.yaml:\d+:14: unknown provider "pockt"\. Did you mean "pocket"\? Allowed: pocket, echo\./,
    );
    expect(err).toMatch(/colours\.yaml:\d+:14: unknown pocket model "smal"\. Did you mean "small"\?/);
    expect(err).toMatch(/colours\.yaml:\d+:13: unknown provider "ecko"\. Did you mean "echo"\?/);
    expect(err).toContain('qualty');
    expect(err).toContain('sentense');
    expect(err).toContain('effort');
  });

  it('finds the problems of the plan together with those of the file', async () => {
    const suiteFile = await smallProject({
      suite: {
        baseline: { model: 'pocket:larg', prompt: { user: '{{sentence}}' } },
        candidates: [],
        prices: [],
        tests: [
          {
            vars: { sentence: 'A red van.' },
            assert: [{ type: 'llm-rubric', value: 'is a colour', provider: 'pocket:smal' }],
          },
          { vars: { sentence: 'A blue van.' }, assert: [{ type: 'cost' }] },
        ],
      },
    });
    const { code, err } = await commandLine('check', suiteFile);
    expect(code).toBe(2);
    expect(err.match(/unknown pocket model "larg"/g)).toHaveLength(1);
    expect(err).toMatch(/colours\.yaml:\d+:\d+: unknown pocket model "smal"\. Did you mean "small"\?/);
    expect(err).toContain('the assertion "cost" must have a threshold');
  });

  it('prints the report as JSON and nothing else with --json', async () => {
    const suiteFile = await echoProject();
    const { code, out, err } = await commandLine('run', suiteFile, '--json');
    expect(err).toBe('');
    const report: unknown = JSON.parse(out);
    expect(report).toMatchObject({ version: 2, suite: { name: 'colours' } });
    expect(code).toBe(1);
  });

  it('ends a run with one sentence for every verdict, the report and the next command', async () => {
    const suiteFile = await echoProject();
    const { out } = await commandLine('run', suiteFile);
    expect(out).toContain('It changes nothing');
    expect(out).toMatch(/Report .*report\.html\nNext +npx tollgate/);
  });

  it('opens the results for reading only', async () => {
    const suiteFile = await echoProject();
    await commandLine('run', suiteFile, '-q');
    const store = path.join(path.dirname(suiteFile), 'results.duckdb');
    const select = await commandLine('sql', 'select count(*) as runs from runs', '--store', store);
    expect(select.out).toContain('runs\n');
    const drop = await commandLine('sql', 'drop table runs', '--store', store);
    expect(drop.code).toBe(2);
    const copy = await commandLine('sql', `copy runs to '${store}.csv'`, '--store', store);
    expect(copy.code).toBe(2);
    const history = await commandLine('history', '--store', store);
    expect(history.out).toContain('colours');
    const purged = await commandLine('purge', '--older-than', '0', '--dry-run', '--json', '--store', store);
    expect(JSON.parse(purged.out)).toMatchObject({ dryRun: true });
  });

  it('lists the optimizations and the settings of one', async () => {
    expect((await commandLine('levers')).out).toContain('prompt-compression');
    expect((await commandLine('levers', 'output-limit')).out).toContain('maxOutputTokens');
    const unknown = await commandLine('levers', 'output-limits');
    expect(unknown.code).toBe(2);
    expect(unknown.err).toContain('Did you mean "output-limit"?');
  });
});

/** A suite that the echo provider answers; its candidate changes nothing. */
async function echoProject(): Promise<string> {
  const suiteFile = await smallProject({
    cases: 20,
    suite: {
      baseline: { model: 'echo:any', prompt: { user: '{{sentence}}' } },
      defaultTest: { assert: [{ type: 'contains', value: 'van' }] },
      candidates: [{ name: 'same', use: 'output-limit', with: { maxOutputTokens: 500 } }],
      prices: [],
    },
  });
  const cases = Array.from({ length: 20 }, (_, index) => ({
    vars: { sentence: `The van number ${index}.` },
  }));
  await writeFile(
    path.join(path.dirname(suiteFile), 'cases.jsonl'),
    cases.map((row) => `${JSON.stringify(row)}\n`).join(''),
  );
  return suiteFile;
}

describe('a suite that reads files outside its project', () => {
  it('is refused, unless it says itself that it may', async () => {
    const elsewhere = path.join(path.dirname(await smallProject({ cases: 20 })), 'cases.jsonl');
    const refused = await smallProject({ cases: 20, suite: { tests: `file://${elsewhere}` } });
    expect((await commandLine('check', refused)).code).toBe(2);
    const allowed = await smallProject({
      cases: 20,
      suite: {
        tests: `file://${elsewhere}`,
        paths: { allowOutside: true },
        baseline: { model: 'echo:any', prompt: { user: '{{sentence}}' } },
        candidates: [],
        prices: [],
      },
    });
    expect((await commandLine('check', allowed)).err).toBe('');
  });
});
