import { readFileSync } from 'node:fs';

interface Results {
  readonly success: boolean;
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly testResults: readonly { readonly status: string; readonly assertionResults: readonly unknown[] }[];
}

const [file] = process.argv.slice(2);
if (file === undefined) throw new Error('usage: count-tests <file of the JSON reporter>');

// A run that wrote no results, and a file that did not get as far as its first test, are failures too.
const text = readFileSync(file, 'utf8');
const results: Results =
  text === '' ? { success: false, numPassedTests: 0, numFailedTests: 1, testResults: [] } : JSON.parse(text);
const unloaded = results.testResults.filter(
  ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
).length;

const failed = results.numFailedTests + unloaded;
console.log(`${results.numPassedTests} passed, ${failed} failed`);
process.exitCode = results.success && failed === 0 ? 0 : 1;
