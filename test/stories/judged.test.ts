import { describe, expect, it } from 'vitest';
import { planSuite } from '../../src/experiment/plan-suite.ts';
import { loadSuite } from '../../src/suite/load-suite.ts';
import { runSuite } from '../../src/workbench.ts';
import { problemsOf } from '../suite/project.ts';
import { judgedProject, judgingProvider, labels } from './judged-project.ts';

const calibration = 'judgeCalibration: file://labels.jsonl';
const gates = 'gates: { quality: { margin: 0.1 } }';

describe('a run whose answers a model grades', () => {
  it('warns when nobody has checked the judge', async () => {
    const { report } = await runSuite({ suiteFile: judgedProject(gates), providers: [judgingProvider()] });
    expect(report.warnings).toEqual([
      expect.stringMatching(
        /^120 test cases are graded by a model that no one has checked.*judgeCalibration/,
      ),
    ]);
    expect(report.evaluation.judges).toBeGreaterThan(0);
  });

  it('corrects quality by the labels, in a gate of its own, and warns no more', async () => {
    const suiteFile = judgedProject(`${gates}\n${calibration}`, { 'labels.jsonl': labels(100, 100, 8) });
    const { report, verdicts } = await runSuite({ suiteFile, providers: [judgingProvider()] });
    expect(report.warnings).toEqual([]);
    const gate = verdicts[0].gates.find(({ method }) => method === 'judge-corrected');
    expect(gate).toMatchObject({ name: 'quality corrected for the judge', status: 'passed' });
    expect(gate?.sentence).toContain('rejects 92 % of 100 wrong answers');
    expect(verdicts[0].kind).toBe('promote');
  });

  it('promotes nothing by a judge that accepts everything', async () => {
    const suiteFile = judgedProject(`${gates}\n${calibration}`, { 'labels.jsonl': labels(50, 50, 50) });
    const { verdicts } = await runSuite({ suiteFile, providers: [judgingProvider()] });
    expect(verdicts[0].kind).toBe('undecided');
    expect(verdicts[0].sentence).toContain('no better than chance');
  });

  it('reckons with the judges once a run has shown what they cost', async () => {
    const suiteFile = judgedProject(gates);
    const providers = [judgingProvider()];
    expect((await planSuite({ suiteFile, providers })).arms[0].judges).toBeNull();
    const { report } = await runSuite({ suiteFile, providers });
    const plan = await planSuite({ suiteFile, providers });
    const judges = [...plan.arms, ...plan.candidates].reduce((sum, arm) => sum + (arm.judges ?? 0), 0);
    expect(judges).toBeCloseTo(report.evaluation.judges, 9);
  });
});

describe('judgeCalibration', () => {
  const good = { 'labels.jsonl': labels(20, 20, 2) };

  it('changes the digest of the suite, because verdicts follow from it', async () => {
    const digestOf = async (text: string) => {
      const suite = await loadSuite(judgedProject(calibration, { 'labels.jsonl': text }));
      return suite.digests.suite;
    };
    expect(await digestOf(labels(20, 20, 2))).not.toBe(await digestOf(labels(20, 20, 3)));
  });

  it('takes 0 and 1, and labels of one arm', async () => {
    const text = `${good['labels.jsonl']}{"human":1,"judge":0,"arm":"cheaper","assertion":"llm-rubric"}\n`;
    const suite = await loadSuite(judgedProject(calibration, { 'labels.jsonl': text }));
    expect(suite.judgeCalibration?.at(-1)).toEqual({
      assertion: 'llm-rubric',
      arm: 'cheaper',
      human: true,
      judge: false,
    });
  });

  it.each([
    ['scores', `${calibration}\ngates: { quality: { measure: score } }`, good, /measured by score/],
    [
      'slices with a margin',
      `${calibration}\ngates: { slices: [{ tag: size, margin: 0.1 }] }`,
      good,
      /not on the slice "size"/,
    ],
    [
      'several assertions',
      `${calibration}\ndefaultTest: { assert: [{ type: contains, value: r }] }`,
      good,
      /case "case-0" has 2 assertions/,
    ],
    ['a missing file', calibration, {}, /no file "labels\.jsonl"/],
    [
      'labels of one kind',
      calibration,
      { 'labels.jsonl': labels(20, 0, 0) },
      /people found right and answers/,
    ],
    [
      'an unknown arm',
      calibration,
      { 'labels.jsonl': `${labels(20, 20, 1)}{"human":true,"judge":true,"arm":"cheeper"}\n` },
      /labels\.jsonl:41: unknown arm "cheeper"\. Did you mean "cheaper"\?/,
    ],
    [
      'another assertion',
      calibration,
      { 'labels.jsonl': `${labels(20, 20, 1)}{"human":true,"judge":true,"assertion":"factuality"}\n` },
      /unknown judge assertion "factuality"/,
    ],
    ['an unknown key', calibration, { 'labels.jsonl': '{"human":true,"jugde":true}\n' }, /"jugde"/],
  ])('refuses %s by name', async (_, lines, files, message) => {
    const problems = await problemsOf(judgedProject(lines, files));
    expect(problems.join('\n')).toMatch(message);
  });

  it('is refused where no model grades', async () => {
    const lines = `${calibration}\ntests: [{ vars: { sentence: x }, assert: [{ type: equals, value: red }] }]`;
    const file = judgedProject('', good);
    const { readFile, writeFile } = await import('node:fs/promises');
    const text = (await readFile(file, 'utf8')).replace('tests: file://cases.jsonl', lines);
    await writeFile(file, text);
    expect((await problemsOf(file)).join('\n')).toMatch(/decided by "equals"/);
  });

  it('is refused with early stopping', async () => {
    const suiteFile = judgedProject(calibration, good);
    await expect(runSuite({ suiteFile, providers: [judgingProvider()], earlyStop: true })).rejects.toThrow(
      /earlyStop cannot be used with judgeCalibration/,
    );
  });
});
