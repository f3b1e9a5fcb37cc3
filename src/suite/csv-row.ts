import type { Assertion } from '../core/case.ts';
import type { Json } from '../core/json.ts';
import { nearest } from '../core/nearest.ts';
import { AssertionTextError, assertionFromString } from './assertion-from-string.ts';

/** A test read from a CSV row, and what is wrong with the row. */
export interface CsvTest {
  readonly test: { readonly [key: string]: Json };
  readonly problems: readonly string[];
}

const magicColumns = [
  '__expected',
  '__prefix',
  '__suffix',
  '__description',
  '__providerOutput',
  '__metric',
  '__threshold',
  '__metadata:',
  '__config:__expected:threshold',
];

const singleUnderscore =
  /^_(expected|prefix|suffix|description|providerOutput|metric|threshold|metadata|config)/;
const number = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;

function readNumber(text: string): number | undefined {
  return number.test(text.trim()) ? Number(text.trim()) : undefined;
}

/**
 * Reads one row as promptfoo does (`testCaseFromCsvRow` of 0.121): magic columns become assertions, metadata and
 * options, all others variables. Where promptfoo warns and goes on, the row has a problem.
 */
export function testFromCsvRow(row: { readonly [column: string]: string }): CsvTest {
  const problems: string[] = [];
  const vars: { [name: string]: Json } = {};
  const metadata: { [name: string]: Json } = {};
  const options: { [name: string]: Json } = {};
  const fields: { [name: string]: Json } = {};
  const assertions: Assertion[] = [];
  const thresholds = new Map<number, number>();
  let metric: string | undefined;

  for (const [column, value] of Object.entries(row)) {
    const name = column.trim();
    if (singleUnderscore.test(name)) problems.push(`column "${name}" must start with two underscores`);
    else if (name.startsWith('__expected')) {
      if (value.trim() === '') continue;
      try {
        assertions.push(assertionFromString(value.trim()));
      } catch (error) {
        if (!(error instanceof AssertionTextError)) throw error;
        problems.push(`column "${name}": ${error.message} in ${JSON.stringify(value)}`);
      }
    } else if (name === '__prefix' || name === '__suffix') {
      if (value !== '') options[name.slice(2)] = value;
    } else if (name === '__description') {
      if (value !== '') fields['description'] = value;
    } else if (name === '__providerOutput') {
      if (value !== '') fields['providerOutput'] = value;
    } else if (name === '__metric') metric = value === '' ? undefined : value;
    else if (name === '__threshold') {
      const threshold = readNumber(value);
      if (threshold !== undefined) fields['threshold'] = threshold;
      else if (value.trim() !== '')
        problems.push(`column "__threshold" must be a number, found ${JSON.stringify(value)}`);
    } else if (name.startsWith('__metadata:')) {
      readMetadata(name.slice('__metadata:'.length), value, metadata);
    } else if (name.startsWith('__config:')) {
      const [expected = '', key, ...more] = name.slice('__config:'.length).split(':');
      const index = /^__expected(\d*)$/.exec(expected)?.[1];
      const threshold = readNumber(value);
      if (index === undefined || index === '0' || key !== 'threshold' || more.length > 0) {
        problems.push(
          `column "${name}" must be __config:__expected:threshold or __config:__expected<N>:threshold`,
        );
      } else if (threshold === undefined) {
        problems.push(`column "${name}" must be a number, found ${JSON.stringify(value)}`);
      } else thresholds.set(index === '' ? 0 : Number(index) - 1, threshold);
    } else if (name.startsWith('__')) {
      const match = nearest(name, magicColumns);
      problems.push(
        `unknown magic column "${name}"${match === undefined ? '' : `; did you mean "${match}"?`}`,
      );
    } else vars[name] = value;
  }

  const assert = assertions.map((assertion, index): Assertion => {
    const threshold = thresholds.get(index);
    if (threshold !== undefined) metadata['threshold'] = threshold;
    return {
      ...assertion,
      ...(metric === undefined ? {} : { metric }),
      ...(threshold === undefined ? {} : { threshold }),
    };
  });
  return {
    test: {
      ...fields,
      vars,
      assert,
      ...(Object.keys(options).length === 0 ? {} : { options }),
      ...(Object.keys(metadata).length === 0 ? {} : { metadata }),
    },
    problems,
  };
}

/** `__metadata:tags[]` is a list with commas between (`\,` is a comma), `__metadata:channel` a text. */
function readMetadata(key: string, value: string, metadata: { [name: string]: Json }): void {
  if (value.trim() === '') return;
  if (!key.endsWith('[]')) metadata[key] = value;
  else {
    metadata[key.slice(0, -2)] = value.split(/(?<!\\),/).map((item) => item.trim().replaceAll('\\,', ','));
  }
}
