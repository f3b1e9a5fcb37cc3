/**
 * Pieces of Loader (2000), "Fast and accurate computation of binomial probabilities": probabilities of
 * binomial shape without the cancellation of large log-gammas.
 */

const LANCZOS = [
  0.9999999999998099, 676.5203681218851, -1259.1392167224028, 771.3234287776531, -176.6150291621406,
  12.507343278686905, -0.13857109526572012, 9.984369578019572e-6, 1.5056327351493116e-7,
];
const LOG_SQRT_TWO_PI = 0.9189385332046728;

/** ln Γ(x) for x > 0, by Lanczos (1964) with g = 7 and nine terms. */
export function logGamma(x: number): number {
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x);
  let sum = LANCZOS[0];
  for (let index = 1; index < LANCZOS.length; index += 1) sum += LANCZOS[index] / (x - 1 + index);
  const shifted = x + 6.5;
  return LOG_SQRT_TWO_PI + (x - 0.5) * Math.log(shifted) - shifted + Math.log(sum);
}

/** ln Γ(n + 1) minus Stirling's approximation of it. */
function stirlingError(n: number): number {
  if (n <= 15) return logGamma(n + 1) - (n + 0.5) * Math.log(n) + n - LOG_SQRT_TWO_PI;
  const square = n * n;
  return (1 / 12 - (1 / 360 - (1 / 1260 - (1 / 1680 - 1 / 1188 / square) / square) / square) / square) / n;
}

/** x ln(x / mean) + mean − x, by series where the terms nearly cancel. */
function deviance(x: number, mean: number): number {
  if (Math.abs(x - mean) >= 0.1 * (x + mean)) return x * Math.log(x / mean) + mean - x;
  const v = (x - mean) / (x + mean);
  let sum = (x - mean) * v;
  let term = 2 * x * v;
  for (let index = 1; index < 1000; index += 1) {
    term *= v * v;
    const next = sum + term / (2 * index + 1);
    if (next === sum) return next;
    sum = next;
  }
  return sum;
}

/**
 * Γ(a+b+1) / (Γ(a+1) Γ(b+1)) · p^a · q^b with q = 1 − p; for whole a and b, the binomial probability of
 * a successes in a + b trials. `p` and `q` are both passed because one of them may be tiny.
 */
export function binomialKernel(a: number, b: number, p: number, q: number): number {
  if (p === 0) return a === 0 ? 1 : 0;
  if (q === 0) return b === 0 ? 1 : 0;
  if (a === 0) return Math.exp(b * (p < 0.5 ? Math.log1p(-p) : Math.log(q)));
  if (b === 0) return Math.exp(a * (q < 0.5 ? Math.log1p(-q) : Math.log(p)));
  const n = a + b;
  const exponent =
    stirlingError(n) - stirlingError(a) - stirlingError(b) - deviance(a, n * p) - deviance(b, n * q);
  return Math.exp(exponent) * Math.sqrt(n / (2 * Math.PI * a * b));
}
