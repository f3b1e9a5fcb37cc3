import { bench, describe } from 'vitest';
import { bcaInterval } from '../src/stats/bootstrap.ts';
import { bootstrapMean, bootstrapRatio } from '../src/stats/bootstrap-means.ts';
import { bootstrapPercentileDifference } from '../src/stats/bootstrap-percentile.ts';
import { createRandom, fillIndices, nextUnit } from '../src/stats/random.ts';

const cases = 1000;
const resamples = 10_000;
const random = createRandom('bench');
const differences = Float64Array.from({ length: cases }, () => nextUnit(random) - 0.5);
const costs = Float64Array.from({ length: cases }, () => 0.001 + nextUnit(random));
const clusters = Array.from({ length: cases }, (_, index) => index % 125);

// Each line is read as a ratio to the first: drawing the indices alone, which no bootstrap can do without.
describe(`${resamples} resamples of ${cases} cases`, () => {
  bench('drawing the indices alone', () => {
    const generator = createRandom(1);
    const indices = new Uint32Array(cases);
    for (let replicate = 0; replicate < resamples; replicate += 1) fillIndices(generator, indices, cases);
  });

  bench('BCa interval of a mean', () => {
    bcaInterval(bootstrapMean({ values: differences, seed: 1, resamples }), 0.9);
  });

  bench('BCa interval of a mean, 125 clusters', () => {
    bcaInterval(bootstrapMean({ values: differences, clusters, seed: 1, resamples }), 0.9);
  });

  bench('BCa interval of a ratio of sums', () => {
    bcaInterval(bootstrapRatio({ numerators: differences, denominators: costs, seed: 1, resamples }), 0.9);
  });

  bench('interval of a p95 difference', () => {
    bcaInterval(
      bootstrapPercentileDifference({
        candidate: costs,
        baseline: differences,
        probability: 0.95,
        seed: 1,
        resamples,
      }),
      0.9,
    );
  });
});
