import type { SenseName } from './sense.ts';
import type { Depth } from './situations.ts';

/** What a pocket model of one size can read, knows and can say. The tiers differ in capacity, not in luck. */
export interface Tier {
  readonly name: 'small' | 'medium' | 'large';
  /** Tokens of a request that fit; a longer one is rejected. */
  readonly contextWindow: number;
  readonly maximumOutputTokens: number;
  /** How many of the prompt's examples it takes in, the last ones first. */
  readonly examplesRead: number;
  /** How many earlier turns of a conversation it looks at when the last message leaves something open. */
  readonly turnsRead: number;
  /** Compares word forms and weighs rare words; without it, answering only counts shared words. */
  readonly readsWordForms: boolean;
  /** Knows groups of words that mean the same (lexicon.ts). */
  readonly knowsSynonyms: boolean;
  /** How well it knows the situations that customers write about (situations.ts). */
  readonly knowledge: Depth;
  /** How finely it senses what a text is about (sense.ts); the smallest tier does so only once it is fine-tuned. */
  readonly sense: SenseName | undefined;
  /** How many directions of meaning it tells apart when it reads a question (reader.ts). */
  readonly readingDirections: number;
}

export const tiers: { readonly [name in Tier['name']]: Tier } = {
  small: {
    name: 'small',
    contextWindow: 8_192,
    maximumOutputTokens: 256,
    examplesRead: 28,
    turnsRead: 1,
    readsWordForms: false,
    knowsSynonyms: false,
    knowledge: 'words',
    sense: undefined,
    readingDirections: 0,
  },
  medium: {
    name: 'medium',
    contextWindow: 32_768,
    maximumOutputTokens: 512,
    examplesRead: 120,
    turnsRead: 3,
    readsWordForms: true,
    knowsSynonyms: true,
    knowledge: 'wordings',
    sense: 'coarse',
    readingDirections: 12,
  },
  large: {
    name: 'large',
    contextWindow: 131_072,
    maximumOutputTokens: 4_096,
    examplesRead: 1_000,
    turnsRead: Number.POSITIVE_INFINITY,
    readsWordForms: true,
    knowsSynonyms: true,
    knowledge: 'full',
    sense: 'fine',
    readingDirections: 128,
  },
};
