import { requireBetween, StatisticsInputError } from './input-error.ts';

/**
 * Coefficients of the rational approximations of Cody (1969), "Rational Chebyshev approximations for the
 * error function", Mathematics of Computation 23, arranged for the normal distribution; about 1e-16 relative.
 */
const CENTRE_ABOVE = [
  0.06568233791820745, 2.2352520354606837, 161.02823106855587, 1067.6894854603709, 18154.98125334356,
];
const CENTRE_BELOW = [1, 47.202581904688245, 976.0985517377767, 10260.932208618979, 45507.78933502673];
const MIDDLE_ABOVE = [
  1.0765576773720192e-8, 0.39894151208813466, 8.883149794388377, 93.50665613217785, 597.2702763948002,
  2494.5375852903726, 6848.190450536283, 11602.65143764735, 9842.714838383978,
];
const MIDDLE_BELOW = [
  1, 22.266688044328117, 235.387901782625, 1519.3775994075547, 6485.558298266761, 18615.571640885097,
  34900.95272114598, 38912.00328609327, 19685.429676859992,
];
const TAIL_ABOVE = [
  0.023073441764940174, 0.215898534057957, 0.12740116116024736, 0.022235277870649807, 0.0014216191932278934,
  2.9112874951168793e-5,
];
const TAIL_BELOW = [
  1, 1.284260096144911, 0.4682382124808651, 0.06598813786892856, 0.0037823963320275824, 7.297515550839662e-5,
];

const INVERSE_SQRT_TWO_PI = 0.3989422804014327;

/** Coefficients of PPND16 of Wichura (1988), algorithm AS 241, Applied Statistics 37; highest power first. */
const QUANTILE_CENTRE_ABOVE = [
  2509.0809287301227, 33430.57558358813, 67265.7709270087, 45921.95393154987, 13731.69376550946,
  1971.5909503065513, 133.14166789178438, 3.3871328727963665,
];
const QUANTILE_CENTRE_BELOW = [
  5226.495278852854, 28729.085735721943, 39307.89580009271, 21213.794301586597, 5394.196021424751,
  687.1870074920579, 42.31333070160091, 1,
];
const QUANTILE_MIDDLE_ABOVE = [
  0.0007745450142783414, 0.022723844989269184, 0.2417807251774506, 1.2704582524523684, 3.6478483247632045,
  5.769497221460691, 4.630337846156546, 1.4234371107496835,
];
const QUANTILE_MIDDLE_BELOW = [
  1.0507500716444169e-9, 0.0005475938084995345, 0.015198666563616457, 0.14810397642748008, 0.6897673349851,
  1.6763848301838038, 2.053191626637759, 1,
];
const QUANTILE_TAIL_ABOVE = [
  2.0103343992922881e-7, 2.7115555687434876e-5, 0.0012426609473880784, 0.026532189526576124,
  0.29656057182850487, 1.7848265399172913, 5.463784911164114, 6.657904643501103,
];
const QUANTILE_TAIL_BELOW = [
  2.0442631033899397e-15, 1.421511758316446e-7, 1.8463183175100548e-5, 0.0007868691311456133,
  0.014875361290850615, 0.1369298809227358, 0.599832206555888, 1,
];

function polynomial(coefficients: readonly number[], x: number): number {
  let sum = 0;
  for (const coefficient of coefficients) sum = sum * x + coefficient;
  return sum;
}

export function normalDensity(z: number): number {
  return INVERSE_SQRT_TWO_PI * Math.exp(-0.5 * z * z);
}

/** exp(−z²/2), split as Cody does so that squaring loses no digits far in the tail. */
function gaussianFactor(z: number): number {
  const head = Math.trunc(z * 16) / 16;
  return Math.exp(-0.5 * head * head) * Math.exp(-0.5 * (z - head) * (z + head));
}

function tailBeyond(distance: number): number {
  if (distance <= Math.sqrt(32)) {
    return (
      gaussianFactor(distance) * (polynomial(MIDDLE_ABOVE, distance) / polynomial(MIDDLE_BELOW, distance))
    );
  }
  if (distance > 38.6) return 0;
  const inverse = 1 / (distance * distance);
  const correction = (inverse * polynomial(TAIL_ABOVE, inverse)) / polynomial(TAIL_BELOW, inverse);
  return (gaussianFactor(distance) * (INVERSE_SQRT_TWO_PI - correction)) / distance;
}

/**
 * P(Z ≤ z) for a standard normal Z, accurate in both tails (Cody 1969). Accepts ±Infinity.
 * @throws StatisticsInputError for NaN.
 */
export function normalCdf(z: number): number {
  if (Number.isNaN(z)) throw new StatisticsInputError('normalCdf', 'z', z, 'must be a number');
  if (Math.abs(z) > 0.67448975) return z < 0 ? tailBeyond(-z) : 1 - tailBeyond(z);
  const square = z * z;
  return 0.5 + (z * polynomial(CENTRE_ABOVE, square)) / polynomial(CENTRE_BELOW, square);
}

/** P(Z > z), without the cancellation of 1 − P(Z ≤ z). */
export function normalSurvival(z: number): number {
  return normalCdf(-z);
}

/**
 * The z with P(Z ≤ z) = probability, 0 < probability < 1 (Wichura 1988, AS 241).
 * @throws StatisticsInputError outside the open unit interval, where the answer is infinite.
 */
export function normalQuantile(probability: number): number {
  requireBetween('normalQuantile', 'probability', probability, 0, 1);
  const centred = probability - 0.5;
  if (Math.abs(centred) <= 0.425) {
    const r = 0.180625 - centred * centred;
    return (centred * polynomial(QUANTILE_CENTRE_ABOVE, r)) / polynomial(QUANTILE_CENTRE_BELOW, r);
  }
  const r = Math.sqrt(-Math.log(centred < 0 ? probability : 1 - probability));
  const distance =
    r <= 5
      ? polynomial(QUANTILE_MIDDLE_ABOVE, r - 1.6) / polynomial(QUANTILE_MIDDLE_BELOW, r - 1.6)
      : polynomial(QUANTILE_TAIL_ABOVE, r - 5) / polynomial(QUANTILE_TAIL_BELOW, r - 5);
  return centred < 0 ? -distance : distance;
}
