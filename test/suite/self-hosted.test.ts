import { expect, test } from 'vitest';
import { loadProject, problemsOfProject, suiteText } from './project.ts';

const suiteWith = (price: string) => ({
  'suite.yaml': suiteText(`prices: [{ model: 'local:llama', ${price} }]`),
});
const hosted = 'selfHosted: { dollarsPerHour: 2.5, tokensPerSecond: 700, utilisation: 0.5 }';

test('a suite may price a self-hosted model by the hour', async () => {
  const { prices } = await loadProject(suiteWith(hosted));
  expect(prices).toEqual([
    { model: 'local:llama', selfHosted: { dollarsPerHour: 2.5, tokensPerSecond: 700, utilisation: 0.5 } },
  ]);
});

test.each([`${hosted}, input: 1`, 'input: 1'])('a price is by tokens or by the hour: %s', async (price) => {
  expect((await problemsOfProject(suiteWith(price))).join('\n')).toContain(
    'give either input and output, or selfHosted',
  );
});

test('utilisation has to be above 0', async () => {
  const problems = await problemsOfProject(suiteWith(hosted.replace('0.5', '0')));
  expect(problems.join('\n')).toMatch(/utilisation|>0|above 0/);
});
