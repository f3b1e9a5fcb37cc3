/** What a pocket model of one size can read, knows and can say. The tiers differ in capacity, not in luck. */
export interface Tier {
  readonly name: 'small' | 'medium' | 'large';
  /** Tokens of a request that fit; a longer one is rejected. */
  readonly contextWindow: number;
  readonly maximumOutputTokens: number;
  /** How many of the prompt's examples it takes in, the last ones first. */
  readonly examplesRead: number;
  /** Sees that "parcels" and "parcel" are one word, weighs rare words, looks at letter groups. */
  readonly readsWordForms: boolean;
  /** Knows groups of words that mean the same (lexicon.ts). */
  readonly knowsSynonyms: boolean;
  /** Knows the situations that customers write about (situations*.ts), and reads rules as rules. */
  readonly knowsSituations: boolean;
}

export const tiers: { readonly [name in Tier['name']]: Tier } = {
  small: {
    name: 'small',
    contextWindow: 8_192,
    maximumOutputTokens: 256,
    examplesRead: 28,
    readsWordForms: false,
    knowsSynonyms: false,
    knowsSituations: false,
  },
  medium: {
    name: 'medium',
    contextWindow: 32_768,
    maximumOutputTokens: 512,
    examplesRead: 120,
    readsWordForms: true,
    knowsSynonyms: true,
    knowsSituations: false,
  },
  large: {
    name: 'large',
    contextWindow: 131_072,
    maximumOutputTokens: 1_024,
    examplesRead: 1_000,
    readsWordForms: true,
    knowsSynonyms: true,
    knowsSituations: true,
  },
};
