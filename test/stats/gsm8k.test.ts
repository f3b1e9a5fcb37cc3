import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { clusterMean } from '../../src/stats/cluster.ts';
import { tangoInterval } from '../../src/stats/tango.ts';

const file = new URL('../../../shared/data/gsm8k/routellm_gsm8k.jsonl.gz', import.meta.url);

// RouteLLM's recorded answers of Mixtral-8x7B and GPT-4 to all 1,319 questions of GSM8K (lm-sys/RouteLLM).
describe.skipIf(!existsSync(file))('recorded GSM8K answers (skipped without the shared data)', () => {
  const rows: readonly { weak: number; strong: number }[] = existsSync(file)
    ? gunzipSync(readFileSync(file))
        .toString('utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line))
    : [];

  test('the weak model is 22 points worse, with the interval that R gives', () => {
    const candidateOnly = rows.filter(({ weak, strong }) => weak === 1 && strong === 0).length;
    const baselineOnly = rows.filter(({ weak, strong }) => weak === 0 && strong === 1).length;
    expect([rows.length, candidateOnly, baselineOnly]).toEqual([1319, 95, 383]);
    const interval = tangoInterval({ candidateOnly, baselineOnly, cases: rows.length, confidence: 0.95 });
    expect(interval.estimate).toBeCloseTo(-0.2183472328, 10);
    expect(interval.low).toBeCloseTo(-0.2486572913, 10);
    expect(interval.high).toBeCloseTo(-0.1880440972, 10);
    expect(clusterMean({ values: rows.map(({ weak, strong }) => weak - strong) }).estimate).toBeCloseTo(
      interval.estimate,
      12,
    );
  });
});
