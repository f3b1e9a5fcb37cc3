import type { ChatResponse } from '../../core/request.ts';
import { loadPromptfoo } from '../../scorers/promptfoo-api.ts';
import type { Checks } from './settings.ts';

/** What checks look at: the text, or the tool calls as JSON when there is no text. */
export function outputText({ text, toolCalls }: ChatResponse): string {
  if (text !== '' || toolCalls.length === 0) return text;
  return JSON.stringify(toolCalls.map(({ name, arguments: given }) => ({ name, arguments: given })));
}

type Check = (output: string) => boolean | Promise<boolean>;

function labelled(labels: readonly string[]): Check {
  const known = new Set(labels.map((label) => label.toLowerCase()));
  return (output) => known.has(output.trim().toLowerCase());
}

function asserted({ type, value, threshold }: Checks['assert'][number]): Check {
  const assertion = {
    type,
    ...(value === undefined ? {} : { value }),
    ...(threshold === undefined ? {} : { threshold }),
  };
  return async (output) => {
    const { runAssertions } = await loadPromptfoo();
    const { pass } = await runAssertions({
      prompt: '',
      providerResponse: { output },
      test: { assert: [assertion], vars: {} },
      vars: {},
    });
    return pass;
  };
}

function checksOf({ labels, patterns, jsonSchema, assert }: Checks): readonly Check[] {
  return [
    ...(labels === undefined ? [] : [labelled(labels)]),
    ...patterns.map((pattern): Check => {
      const expression = new RegExp(pattern, 'u');
      return (output) => expression.test(output);
    }),
    ...(jsonSchema === undefined ? [] : [asserted({ type: 'is-json', value: jsonSchema })]),
    ...assert.map(asserted),
  ];
}

/** Runs every check of the settings on an answer; the results come in the order of the settings. */
export function checkerOf(settings: Checks): (response: ChatResponse) => Promise<readonly boolean[]> {
  const checks = checksOf(settings);
  return (response) => Promise.all(checks.map((check) => check(outputText(response))));
}
