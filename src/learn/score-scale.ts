/** The percentiles 0 … 100 of a sample, ascending. */
export type ScoreScale = readonly number[];

const steps = 100;

/** @throws RangeError when there is no value. */
export function scoreScale(values: readonly number[]): ScoreScale {
  if (values.length === 0) throw new RangeError('a scale needs at least one value');
  const sorted = [...values].sort((a, b) => a - b);
  return Array.from({ length: steps + 1 }, (_, step) => {
    const place = (step / steps) * (sorted.length - 1);
    const below = Math.floor(place);
    const above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  });
}

/** The share of the sample below a value, in [0, 1], linear between percentiles; half of what equals it counts. */
export function positionOn(scale: ScoreScale, value: number): number {
  const last = scale.length - 1;
  if (value < scale[0]) return 0;
  if (value > scale[last]) return 1;
  const from = scale.findIndex((percentile) => percentile >= value);
  if (scale[from] === value) {
    const to = scale.lastIndexOf(value);
    return (from + to) / 2 / last;
  }
  const low = scale[from - 1];
  return (from - 1 + (value - low) / (scale[from] - low)) / last;
}
