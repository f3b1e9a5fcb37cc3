import { requirePositive, StatisticsInputError } from './input-error.ts';
import { binomialKernel } from './saddle-point.ts';

const TINY = 1e-300;

/** Continued fraction of DLMF 8.17.22, by the modified Lentz algorithm (Thompson & Barnett 1986). */
function continuedFraction(a: number, b: number, x: number): number {
  let c = 1;
  let d = 1 - ((a + b) * x) / (a + 1);
  d = 1 / (Math.abs(d) < TINY ? TINY : d);
  let fraction = d;
  const limit = 200 + 20 * Math.ceil(Math.sqrt(Math.max(a, b)));
  for (let m = 1; m <= limit; m += 1) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 + even * d;
    c = 1 + even / c;
    d = 1 / (Math.abs(d) < TINY ? TINY : d);
    if (Math.abs(c) < TINY) c = TINY;
    fraction *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 + odd * d;
    c = 1 + odd / c;
    d = 1 / (Math.abs(d) < TINY ? TINY : d);
    if (Math.abs(c) < TINY) c = TINY;
    const step = d * c;
    fraction *= step;
    if (Math.abs(step - 1) < 1e-16) break;
  }
  return fraction;
}

/** x^a (1−x)^b / B(a, b) */
function power(a: number, b: number, x: number, complement: number): number {
  return ((a * b) / (a + b)) * binomialKernel(a, b, x, complement);
}

function requireArguments(statistic: string, x: number, a: number, b: number): void {
  requirePositive(statistic, 'a', a);
  requirePositive(statistic, 'b', b);
  if (!(x >= 0 && x <= 1)) throw new StatisticsInputError(statistic, 'x', x, 'must lie between 0 and 1');
}

/**
 * The regularised incomplete beta function I_x(a, b), 0 ≤ x ≤ 1, a > 0, b > 0 (DLMF 8.17).
 * Pass `complement` (1 − x) when it is known more exactly than the subtraction gives it.
 * @throws StatisticsInputError outside the domain.
 */
export function incompleteBeta(x: number, a: number, b: number, complement: number = 1 - x): number {
  requireArguments('incompleteBeta', x, a, b);
  if (x === 0) return 0;
  if (complement === 0) return 1;
  if (x <= (a + 1) / (a + b + 2)) return (power(a, b, x, complement) * continuedFraction(a, b, x)) / a;
  return 1 - (power(b, a, complement, x) * continuedFraction(b, a, complement)) / b;
}

/**
 * The x with I_x(a, b) = probability, by Newton's method kept inside a shrinking bracket.
 * @throws StatisticsInputError outside the domain.
 */
export function inverseIncompleteBeta(probability: number, a: number, b: number): number {
  requireArguments('inverseIncompleteBeta', probability, a, b);
  if (probability === 0 || probability === 1) return probability;
  let low = 0;
  let high = 1;
  let x = a / (a + b);
  for (let iteration = 0; iteration < 400; iteration += 1) {
    const excess = incompleteBeta(x, a, b) - probability;
    if (excess === 0) return x;
    if (excess > 0) high = x;
    else low = x;
    const slope = power(a, b, x, 1 - x) / (x * (1 - x));
    let next = x - excess / slope;
    // A bracket that still reaches 0 is narrowed on the logarithmic scale, for answers such as 1e-40.
    if (!(next > low && next < high)) next = low === 0 && high < 0.1 ? high / 1024 : (low + high) / 2;
    if (next === x || Math.abs(next - x) <= 2e-16 * x) return next;
    x = next;
  }
  return x;
}
