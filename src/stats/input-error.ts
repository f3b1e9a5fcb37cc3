import { TollgateError } from '../core/errors.ts';

/**
 * The one convention of this folder for input that has no answer: it throws. A statistic never returns NaN,
 * and returns ±Infinity only where its docstring says so. Results that are a legitimate part of the
 * mathematics (an unbounded Fieller set, no certified threshold) are variants of the result type instead.
 */
export class StatisticsInputError extends TollgateError {
  override readonly name = 'StatisticsInputError';
  /** The function that refused. */
  readonly statistic: string;
  readonly parameter: string;
  readonly value: unknown;

  constructor(statistic: string, parameter: string, value: unknown, reason: string) {
    super(`${statistic}: ${parameter} ${reason}, found ${describe(value)}`);
    this.statistic = statistic;
    this.parameter = parameter;
    this.value = value;
  }
}

function describe(value: unknown): string {
  return typeof value === 'string' ? JSON.stringify(value) : String(value);
}

export function requireFinite(statistic: string, parameter: string, value: number): void {
  if (!Number.isFinite(value)) {
    throw new StatisticsInputError(statistic, parameter, value, 'must be a finite number');
  }
}

/** Accepts a finite number above zero. */
export function requirePositive(statistic: string, parameter: string, value: number): void {
  if (!(Number.isFinite(value) && value > 0)) {
    throw new StatisticsInputError(statistic, parameter, value, 'must be a finite number above 0');
  }
}

/** Accepts a finite number strictly between `low` and `high`. */
export function requireBetween(
  statistic: string,
  parameter: string,
  value: number,
  low: number,
  high: number,
): void {
  if (!(value > low && value < high)) {
    throw new StatisticsInputError(
      statistic,
      parameter,
      value,
      `must lie strictly between ${low} and ${high}`,
    );
  }
}

/** Accepts a safe integer of at least `minimum`. */
export function requireInteger(statistic: string, parameter: string, value: number, minimum: number): void {
  if (!Number.isSafeInteger(value) || value < minimum) {
    throw new StatisticsInputError(statistic, parameter, value, `must be an integer of at least ${minimum}`);
  }
}

/** Accepts at least `minimum` finite numbers; the error names the position of the first that is not. */
export function requireValues(
  statistic: string,
  parameter: string,
  values: ArrayLike<number>,
  minimum: number,
): void {
  if (values.length < minimum) {
    throw new StatisticsInputError(
      statistic,
      `${parameter}.length`,
      values.length,
      `must be at least ${minimum}`,
    );
  }
  for (let index = 0; index < values.length; index += 1) {
    requireFinite(statistic, `${parameter}[${index}]`, values[index]);
  }
}

/** Accepts an array of as many entries as there are cases. */
export function requireSameLength(statistic: string, parameter: string, length: number, cases: number): void {
  if (length !== cases) {
    throw new StatisticsInputError(
      statistic,
      `${parameter}.length`,
      length,
      `must equal the number of cases, ${cases}`,
    );
  }
}

/** Accepts finite weights, none below zero, one for each case, with a sum above zero. */
export function requireWeights(statistic: string, weights: ArrayLike<number>, cases: number): void {
  requireSameLength(statistic, 'weights', weights.length, cases);
  requireValues(statistic, 'weights', weights, 1);
  let sum = 0;
  for (let index = 0; index < weights.length; index += 1) {
    if (weights[index] < 0) {
      throw new StatisticsInputError(statistic, `weights[${index}]`, weights[index], 'must not be negative');
    }
    sum += weights[index];
  }
  requirePositive(statistic, 'the sum of weights', sum);
}
