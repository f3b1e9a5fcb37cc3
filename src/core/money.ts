/**
 * Money is an integer number of nano-dollars (1e-9 $), so that sums never drift. A `number` holds
 * nine million dollars exactly, which is more than any run spends.
 */
export type NanoDollars = number & { readonly __unit: 'nano-dollars' };

/** A price in nano-dollars for one million units (tokens): $2.50/M is 2_500_000_000. */
export type NanoDollarsPerMillion = number & { readonly __unit: 'nano-dollars per million' };

function isNanoDollars(value: number): value is NanoDollars {
  return Number.isSafeInteger(value);
}

function isNanoDollarsPerMillion(value: number): value is NanoDollarsPerMillion {
  return Number.isSafeInteger(value) && value >= 0;
}

/** @throws RangeError when `value` is not an integer that a `number` holds exactly. */
export function nanoDollars(value: number): NanoDollars {
  if (!isNanoDollars(value)) throw new RangeError(`${value} is not a whole number of nano-dollars`);
  return value;
}

export const zeroDollars: NanoDollars = nanoDollars(0);

/** Rounds dollars to the nearest nano-dollar. @throws RangeError for NaN, infinity or more than $9M. */
export function nanoDollarsFromDollars(dollars: number): NanoDollars {
  return nanoDollars(Math.round(dollars * 1e9));
}

/** Rounds a price in dollars per million to whole nano-dollars per million. @throws RangeError when negative or not finite. */
export function pricePerMillion(dollarsPerMillion: number): NanoDollarsPerMillion {
  const price = Math.round(dollarsPerMillion * 1e9);
  if (!isNanoDollarsPerMillion(price)) {
    throw new RangeError(`${dollarsPerMillion} is not a price in dollars per million`);
  }
  return price;
}

/** For display and for statistics only; never add the results up. */
export function dollars(amount: NanoDollars): number {
  return amount / 1e9;
}

export function addMoney(...amounts: readonly NanoDollars[]): NanoDollars {
  return nanoDollars(amounts.reduce<number>((sum, amount) => sum + amount, 0));
}

/** One quantity at one price; a request is a list of them. */
export interface PricedQuantity {
  readonly quantity: number;
  readonly price: NanoDollarsPerMillion;
}

/**
 * The cost of several quantities, multiplied by an exact fraction (for example 1/2 for a batch tier) and
 * rounded once, half up. Computed in BigInt: a product of tokens and price exceeds 2^53.
 *
 * @throws RangeError when a quantity is not a non-negative integer.
 */
export function costOf(
  items: readonly PricedQuantity[],
  multiplier: { readonly numerator: number; readonly denominator: number } = { numerator: 1, denominator: 1 },
): NanoDollars {
  let total = 0n;
  for (const { quantity, price } of items) {
    if (!Number.isSafeInteger(quantity) || quantity < 0) {
      throw new RangeError(`${quantity} is not a whole number of tokens`);
    }
    total += BigInt(quantity) * BigInt(price);
  }
  const divisor = 1_000_000n * BigInt(multiplier.denominator);
  const scaled = total * BigInt(multiplier.numerator);
  return nanoDollars(Number((2n * scaled + divisor) / (2n * divisor)));
}
