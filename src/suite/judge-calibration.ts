import { z } from 'zod';
import { type Case, isTestCase } from '../core/case.ts';
import { unknownName } from '../core/errors.ts';
import { readRows } from './dataset-files.ts';
import type { Gates } from './gates.ts';
import type { SuitePaths } from './paths.ts';
import { checkSchema } from './schema-problems.ts';
import type { JudgeLabel } from './suite.ts';
import type { Locate, Report } from './yaml-file.ts';

export const judgeCalibrationSchema = z
  .string()
  .regex(/^file:\/\/.+\.(jsonl|json|yaml|yml)$/, 'must be file:// and a .jsonl, .json or .yaml file')
  .describe(
    'Answers that people and the judge have both labelled, one a row: { human, judge, assertion?, arm? }.',
  );

const label = z
  .union([z.boolean(), z.literal(0), z.literal(1)])
  .transform(Boolean)
  .describe('True when the answer is right.');

const rowSchema = z.strictObject({
  human: label,
  judge: label,
  assertion: z.string().min(1).exactOptional().describe('Metric or type of the assertion that was labelled.'),
  arm: z
    .string()
    .min(1)
    .exactOptional()
    .describe('Whose answer it was: baseline, or a candidate; any when unset.'),
  id: z.string().exactOptional(),
  output: z.string().exactOptional(),
});

/** Assertions of promptfoo that a model grades. */
const modelGraded =
  /^(not-)?(llm-rubric|g-eval|factuality|model-graded-.+|answer-relevance|context-(faithfulness|recall|relevance)|conversation-relevance|similar(:.+)?|pi)$/;

interface CalibrationContext {
  readonly cases: readonly Case[];
  readonly gates: Gates | undefined;
  readonly candidates: readonly string[];
  readonly paths: SuitePaths;
  readonly locate: Locate;
  readonly report: Report;
}

function nameOf(assertion: Case['assertions'][number]): string {
  const metric = assertion['metric'];
  return typeof metric === 'string' ? metric : String(assertion['type']);
}

/** The one assertion that decides every test case; what stands in the way is reported. */
function judgedAssertion({ cases, locate, report }: CalibrationContext): string | undefined {
  const location = locate(['judgeCalibration']);
  const test = cases.filter(isTestCase);
  const several = test.find(({ assertions }) => assertions.length !== 1);
  if (several !== undefined) {
    const found = several.assertions.map(nameOf).join(', ');
    const message = `judgeCalibration corrects quality that is one judge’s pass or fail; case "${several.id}" has ${several.assertions.length} assertions.`;
    report({ message, location, found });
    return undefined;
  }
  const names = [...new Set(test.map(({ assertions }) => nameOf(assertions[0])))];
  const plain = test.find(({ assertions }) => !modelGraded.test(String(assertions[0]['type'])));
  if (plain !== undefined) {
    const type = String(plain.assertions[0]['type']);
    const message = `judgeCalibration is for answers that a model grades; case "${plain.id}" is decided by "${type}".`;
    report({ message, location, found: type });
    return undefined;
  }
  if (names.length !== 1) {
    const message = `judgeCalibration corrects one judge, and the test cases have ${names.length}.`;
    report({ message, location, found: names.join(', ') });
    return undefined;
  }
  return names[0];
}

function refuseGates({ gates, locate, report }: CalibrationContext): void {
  if (gates?.quality.measure === 'score') {
    const message = 'judgeCalibration corrects pass or fail, and quality is measured by score.';
    report({ message, location: locate(['gates', 'quality', 'measure']), found: 'score' });
  }
  for (const [index, { tag, margin }] of (gates?.slices ?? []).entries()) {
    if (margin === undefined) continue;
    const message = `judgeCalibration corrects quality on all cases, not on the slice "${tag}"; leave out its margin.`;
    report({ message, location: locate(['gates', 'slices', index, 'margin']), found: String(margin) });
  }
}

/**
 * Reads the labels of a judge. What cannot be corrected is reported by name: several assertions, scores, slices with a
 * margin, assertions that no model grades.
 */
export function readJudgeCalibration(
  value: unknown,
  context: CalibrationContext,
): readonly JudgeLabel[] | undefined {
  if (value === undefined) return undefined;
  const { paths, locate, report, candidates } = context;
  const location = locate(['judgeCalibration']);
  const reference = checkSchema(judgeCalibrationSchema, value, ['judgeCalibration'], locate, report);
  if (reference === undefined) return undefined;
  refuseGates(context);
  const assertion = judgedAssertion(context);
  const file = paths.resolveFile(reference, location);
  const text = file === undefined ? undefined : paths.readText(file, location);
  if (file === undefined || text === undefined || assertion === undefined) return undefined;
  const { rows } = readRows(text, paths.display(file), report);
  const arms = ['baseline', ...candidates];
  const labels = rows.flatMap((row): readonly JudgeLabel[] => {
    const read = checkSchema(rowSchema, row.value, [], row.locate, report);
    if (read === undefined) return [];
    const { human, judge, arm } = read;
    if (read.assertion !== undefined && read.assertion !== assertion)
      report(unknownName('judge assertion', read.assertion, [assertion], row.locate(['assertion'])));
    if (arm !== undefined && !arms.includes(arm)) report(unknownName('arm', arm, arms, row.locate(['arm'])));
    return [{ assertion, human, judge, ...(arm === undefined ? {} : { arm }) }];
  });
  if (!labels.some(({ human }) => human) || labels.every(({ human }) => human)) {
    const message = `"${paths.display(file)}" must hold answers that people found right and answers that they found wrong.`;
    report({ message, location });
  }
  return labels;
}
