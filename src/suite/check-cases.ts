import type { Case } from '../core/case.ts';
import { formatLocation, type Problem, type SourceLocation } from '../core/errors.ts';
import { nearest } from '../core/nearest.ts';
import type { Gates, Mix } from './gates.ts';
import { sentinelPattern } from './mark-template.ts';
import { mainStep } from './pipeline.ts';
import { variablesOfPrompt } from './render-prompt.ts';
import type { PartsPrompt, PromptTemplate, StepDefinition } from './suite.ts';
import type { Locate, Path, Report } from './yaml-file.ts';

/** Checks that the cases have every variable that the prompt of a one-call pipeline needs. */
export function checkVariables(
  step: StepDefinition,
  cases: readonly Case[],
  locate: Locate,
  report: Report,
): void {
  if (step.name !== mainStep) return;
  for (const { prompt, path } of promptPieces(step.prompt)) {
    for (const { name, list } of variablesOfPrompt(prompt)) {
      const location = locate(path);
      const missing = cases.filter(({ vars }) => vars[name] === undefined);
      const first = missing[0];
      if (first !== undefined) {
        const match = nearest(name, Object.keys(first.vars));
        report({
          message: `the prompt needs the variable "${name}", which ${countOf(missing, cases)} not have (first: ${formatLocation(first.location)}).`,
          location,
          found: name,
          allowed: Object.keys(first.vars),
          ...(match === undefined ? {} : { nearest: match }),
        });
      }
      const single = list
        ? cases.filter(({ vars }) => vars[name] !== undefined && !Array.isArray(vars[name]))
        : [];
      if (single[0] !== undefined) {
        report({
          message:
            `the prompt needs a list in the variable "${name}", which ${countOf(single, cases)} not have (first: ` +
            `${formatLocation(single[0].location)}); lists of texts become several cases unless ` +
            'defaultTest.options.disableVarExpansion is true.',
          location,
          found: name,
        });
      }
    }
  }
  if (step.prompt.kind === 'template' && Object.keys(step.prompt.partOfVariable).length > 0) {
    checkSentinels(cases, report);
  }
}

function countOf(some: readonly Case[], all: readonly Case[]): string {
  return `${some.length} of ${all.length} case${all.length === 1 ? '' : 's'} do${some.length === 1 ? 'es' : ''}`;
}

/** The prompt part by part, so that a missing variable is located where it is used. */
function promptPieces(
  prompt: PromptTemplate,
): readonly { readonly prompt: PromptTemplate; readonly path: Path }[] {
  const path = ['baseline', 'prompt'];
  if (prompt.kind === 'template') return [{ prompt, path }];
  return Object.entries(prompt.parts).map(([part, template]) => {
    const single: PartsPrompt = { kind: 'parts', parts: { [part]: template }, protect: [] };
    return { prompt: single, path: [...path, part] };
  });
}

function checkSentinels(cases: readonly Case[], report: Report): void {
  for (const { vars, location } of cases) {
    for (const [name, value] of Object.entries(vars)) {
      if (!sentinelPattern.test(typeof value === 'string' ? value : JSON.stringify(value))) continue;
      report({
        message: `the variable "${name}" holds a private-use character (U+E000 to U+E01F); Tollgate marks the parts of a prompt with them.`,
        location,
        found: name,
      });
    }
  }
}

function absent(
  message: string,
  found: string,
  allowed: readonly string[],
  location: SourceLocation,
): Problem {
  const match = nearest(found, allowed);
  return { message, location, found, allowed, ...(match === undefined ? {} : { nearest: match }) };
}

/** Checks that gates, mix and cluster name tags and values that the judged cases have. */
export function checkTags(
  cases: readonly Case[],
  {
    gates,
    mix,
    clusterTag,
  }: {
    readonly gates: Pick<Gates, 'slices' | 'mustPass'> | undefined;
    readonly mix: Mix | undefined;
    readonly clusterTag: string | undefined;
  },
  locate: Locate,
  report: Report,
): void {
  const judged = cases.filter(({ split }) => split === 'test');
  if (judged.length === 0) return;
  const values = new Map<string, Set<string>>();
  for (const { tags } of judged) {
    for (const [tag, value] of Object.entries(tags))
      values.set(tag, (values.get(tag) ?? new Set()).add(value));
  }
  const checkTag = (tag: string, location: SourceLocation): ReadonlySet<string> | undefined => {
    const known = values.get(tag);
    if (known === undefined)
      report(absent(`no test case has the tag "${tag}".`, tag, [...values.keys()], location));
    return known;
  };
  const checkValue = (tag: string, value: string, location: SourceLocation) => {
    const known = checkTag(tag, location);
    if (known === undefined || known.has(value)) return;
    report(
      absent(
        `no test case has the value "${value}" of the tag "${tag}".`,
        value,
        [...known].sort(),
        location,
      ),
    );
  };
  for (const [index, { tag }] of (gates?.slices ?? []).entries())
    checkTag(tag, locate(['gates', 'slices', index, 'tag']));
  for (const [tag, value] of Object.entries(gates?.mustPass ?? {}))
    checkValue(tag, value, locate(['gates', 'mustPass', tag]));
  if (clusterTag !== undefined) checkTag(clusterTag, locate(['cluster']));
  if (mix === undefined) return;
  const known = checkTag(mix.tag, locate(['mix', 'tag']));
  if (known === undefined) return;
  for (const value of Object.keys(mix.shares))
    checkValue(mix.tag, value, locate(['mix', 'shares', value], 'key'));
  for (const value of [...known].sort()) {
    if (mix.shares[value] !== undefined) continue;
    report({
      message: `mix.shares has no share for "${value}", a value of the tag ${mix.tag}.`,
      location: locate(['mix', 'shares']),
      found: value,
    });
  }
  const untagged = judged.filter(({ tags }) => tags[mix.tag] === undefined);
  if (untagged[0] !== undefined) {
    report({
      message: `${countOf(untagged, judged)} not have the tag "${mix.tag}" that mix weights by (first: ${formatLocation(untagged[0].location)}).`,
      location: locate(['mix', 'tag']),
    });
  }
}
