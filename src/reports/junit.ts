import type { VerdictKind } from '../core/verdict.ts';
import { type CostFigures, costFigures, gateFigure, gateInterval, missingEvidence } from './figures.ts';
import { formatP } from './format.ts';
import { gateDetails } from './gate-details.ts';
import type { CandidateReport, GateReport, Report } from './report.ts';
import { visibleText } from './visible-text.ts';

/** XML text: what XML 1.0 cannot hold has become visible before, the five special characters are entities. */
function escapeXml(text: string): string {
  return visibleText(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&apos;')
    .replaceAll('\n', '&#10;')
    .replaceAll('\t', '&#9;');
}

function attributes(values: { readonly [name: string]: string | number }): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${escapeXml(String(value))}"`)
    .join('');
}

type Outcome = 'passed' | 'failed' | 'skipped';

interface TestCase {
  readonly name: string;
  readonly outcome: Outcome;
  readonly message: string;
  readonly details: string;
}

function gateOutcome(gate: GateReport): Outcome {
  if (gate.status === 'passed') return 'passed';
  return gate.status === 'failed' && gate.decisive ? 'failed' : 'skipped';
}

function gateCase(gate: GateReport, costs: CostFigures): TestCase {
  const missing = missingEvidence(gate, costs);
  const informs = gate.decisive ? '' : ' This gate only informs.';
  return {
    name: gate.name,
    outcome: gateOutcome(gate),
    message: `${gate.sentence}${missing === undefined ? '' : ` ${missing}.`}${informs}`,
    details: [
      `status: ${gate.status}`,
      `estimate: ${gateFigure(gate, gate.estimate)}`,
      `interval: ${gateInterval(gate)}`,
      `threshold: ${gateFigure(gate, gate.threshold)}`,
      `p: ${formatP(gate.p)}, adjusted: ${formatP(gate.adjustedP)}`,
      `method: ${gate.method}`,
      ...gateDetails(gate, costs).map(({ label, value }) => `${label}: ${value}`),
    ].join('\n'),
  };
}

const verdictOutcomes: { readonly [kind in VerdictKind]: Outcome } = {
  promote: 'passed',
  reject: 'failed',
  undecided: 'skipped',
};

/** The verdict stands as a test case of its own when no gate's outcome says the same. */
function testCases(candidate: CandidateReport, costs: CostFigures): readonly TestCase[] {
  const gates = candidate.gates.map((gate) => gateCase(gate, costs));
  const outcome = verdictOutcomes[candidate.verdict];
  if (gates.some((gate) => gate.outcome === outcome)) return gates;
  return [...gates, { name: 'verdict', outcome, message: candidate.sentence, details: candidate.verdict }];
}

function writeCase(suite: string, candidate: CandidateReport, test: TestCase): string {
  const head = `    <testcase${attributes({ name: test.name, classname: `${suite}.${candidate.name}`, time: 0 })}>`;
  const body = {
    passed: `      <system-out>${escapeXml(test.message)}</system-out>`,
    failed: `      <failure${attributes({ message: test.message, type: 'gate' })}>${escapeXml(test.details)}</failure>`,
    skipped: `      <skipped${attributes({ message: test.message })}/>`,
  };
  return `${head}\n${body[test.outcome]}\n    </testcase>`;
}

/**
 * JUnit XML for continuous integration: a test suite per candidate, a test case per gate. A failed gate is a failure;
 * an undecided, unmeasured or merely informing gate is skipped and says why.
 */
export function writeJunit(report: Report): string {
  const costs = costFigures(report);
  const suites = report.candidates.map((candidate) => ({ candidate, tests: testCases(candidate, costs) }));
  const count = (tests: readonly TestCase[], outcome: Outcome): number =>
    tests.filter((test) => test.outcome === outcome).length;
  const totals = (tests: readonly TestCase[]): { readonly [name: string]: number } => ({
    tests: tests.length,
    failures: count(tests, 'failed'),
    errors: 0,
    skipped: count(tests, 'skipped'),
    time: 0,
  });
  const timestamp = report.run.finishedAt.replace(/(\.\d+)?Z$/, '');
  const all = suites.flatMap(({ tests }) => tests);
  const body = suites.map(({ candidate, tests }) =>
    [
      `  <testsuite${attributes({ name: candidate.name, ...totals(tests), timestamp })}>`,
      '    <properties>',
      `      <property${attributes({ name: 'verdict', value: candidate.verdict })}/>`,
      `      <property${attributes({ name: 'sentence', value: candidate.sentence })}/>`,
      '    </properties>',
      ...tests.map((test) => writeCase(report.suite.name, candidate, test)),
      '  </testsuite>',
    ].join('\n'),
  );
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${attributes({ name: report.suite.name, ...totals(all) })}>`,
    ...body,
    '</testsuites>\n',
  ].join('\n');
}
