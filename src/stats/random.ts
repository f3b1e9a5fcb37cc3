import { createHash } from 'node:crypto';
import { requireInteger, StatisticsInputError } from './input-error.ts';

/** The state of a generator. It changes with every draw: give each user its own, by `derive`. */
export interface Random {
  readonly state: Uint32Array;
}

export type Seed = string | number;

function seedText(seed: Seed): string {
  if (typeof seed === 'number' && !Number.isFinite(seed)) {
    throw new StatisticsInputError('createRandom', 'seed', seed, 'must be a finite number or a string');
  }
  return `${typeof seed}:${seed}`;
}

/**
 * A xoshiro128** generator (Blackman & Vigna 2021, "Scrambled linear pseudorandom number generators"),
 * its state taken from the SHA-256 digest of the seed. The number 1 and the string '1' are different seeds.
 */
export function createRandom(seed: Seed): Random {
  const digest = createHash('sha256').update(seedText(seed)).digest();
  const state = new Uint32Array(4);
  for (let word = 0; word < 4; word += 1) state[word] = digest.readUInt32LE(4 * word);
  // The all-zero state is the one from which the generator never leaves.
  if (state.every((word) => word === 0)) state[0] = 1;
  return { state };
}

/** A seed for a named purpose, so that two uses of one seed do not share their draws. */
export function derive(seed: Seed, label: string): string {
  return createHash('sha256')
    .update(`${seedText(seed)}\n${label}`)
    .digest('hex');
}

function nextUint32(random: Random): number {
  const { state } = random;
  const scrambled = Math.imul(state[1], 5);
  const result = Math.imul((scrambled << 7) | (scrambled >>> 25), 9) >>> 0;
  const shifted = state[1] << 9;
  state[2] ^= state[0];
  state[3] ^= state[1];
  state[1] ^= state[2];
  state[0] ^= state[3];
  state[2] ^= shifted;
  state[3] = (state[3] << 11) | (state[3] >>> 21);
  return result;
}

/** A number in [0, 1) with 53 random bits. */
export function nextUnit(random: Random): number {
  const high = nextUint32(random) >>> 5;
  const low = nextUint32(random) >>> 6;
  return (high * 67108864 + low) / 9007199254740992;
}

/** An exactly uniform integer in [0, limit), by rejection; 1 ≤ limit ≤ 2³². */
export function integerBelow(random: Random, limit: number): number {
  requireInteger('integerBelow', 'limit', limit, 1);
  if (limit > 4294967296) {
    throw new StatisticsInputError('integerBelow', 'limit', limit, 'must be at most 2^32');
  }
  const accepted = 4294967296 - (4294967296 % limit);
  let draw = nextUint32(random);
  while (draw >= accepted) draw = nextUint32(random);
  return draw % limit;
}

/** A new array with the items in random order (Fisher–Yates; Durstenfeld 1964). */
export function shuffle<Item>(random: Random, items: readonly Item[]): Item[] {
  const shuffled = [...items];
  for (let last = shuffled.length - 1; last > 0; last -= 1) {
    const chosen = integerBelow(random, last + 1);
    const item = shuffled[last];
    shuffled[last] = shuffled[chosen];
    shuffled[chosen] = item;
  }
  return shuffled;
}

/**
 * Fills `target` with indices in [0, limit), the inner loop of every bootstrap. Draws are scaled rather than
 * rejected: with 2³² equally likely words, two indices differ in probability by at most 2⁻³².
 */
export function fillIndices(random: Random, target: Uint32Array, limit: number): void {
  requireInteger('fillIndices', 'limit', limit, 1);
  const scale = limit / 4294967296;
  const { state } = random;
  let s0 = state[0] | 0;
  let s1 = state[1] | 0;
  let s2 = state[2] | 0;
  let s3 = state[3] | 0;
  const length = target.length;
  for (let position = 0; position < length; position += 1) {
    const scrambled = Math.imul(s1, 5);
    const result = Math.imul((scrambled << 7) | (scrambled >>> 25), 9) >>> 0;
    const shifted = s1 << 9;
    s2 ^= s0;
    s3 ^= s1;
    s1 ^= s2;
    s0 ^= s3;
    s2 ^= shifted;
    s3 = (s3 << 11) | (s3 >>> 21);
    target[position] = (result * scale) | 0;
  }
  state[0] = s0;
  state[1] = s1;
  state[2] = s2;
  state[3] = s3;
}
