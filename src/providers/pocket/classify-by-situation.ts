import type { LabelPrompt } from './read-labels.ts';
import type { Sense } from './sense.ts';
import { type Depth, readSituations, type Situations } from './situations.ts';

export type Scorer = (input: string) => Float64Array;

/** Tuned on a development set of support tickets, apart from any that is evaluated. */
const nameWeight = 1.5;
const descriptionWeight = 3;
const ruleWeight = 1;
const situationWeight = { words: 1.2, wordings: 2 };
const senseWeight = 3;

/**
 * Each situation in the input votes for the labels that the prompt connects with it: through its name and description, its
 * rules and its examples.
 */
export function situationScorer(prompt: LabelPrompt, depth: Exclude<Depth, 'full'>): Scorer {
  const read = (text: string) => readSituations(text, depth);
  const profiles = profilesOf(prompt, { exampleWeight: 1, distribution: (text) => distinct(read(text)) });
  const totals = totalsOf(profiles, 0);
  return (input) => {
    const seen = read(input);
    const scores = new Float64Array(profiles.length);
    for (const [situation, strength] of seen) {
      const total = totals.get(situation) ?? 0;
      if (total === 0) continue;
      profiles.forEach((profile, label) => {
        scores[label] += (situationWeight[depth] * strength * (profile.get(situation) ?? 0)) / total;
      });
    }
    return scores;
  };
}

/** The labels that the prompt connects with what the text as a whole is about. */
export function senseScorer(prompt: LabelPrompt, { subjects, shares: sense }: Sense): Scorer {
  const profiles = profilesOf(prompt, {
    exampleWeight: 2,
    distribution: (text) => {
      const shares = sense(text);
      return new Map(subjects.map((situation, position) => [situation, shares[position] * shares[position]]));
    },
  });
  // A situation that the prompt hardly touches says little about any label.
  const totals = totalsOf(profiles, 0.6);
  return (input) => {
    const shares = sense(input);
    return Float64Array.from(profiles, (profile) => {
      const share = subjects.reduce(
        (sum, situation, position) =>
          sum + (shares[position] * (profile.get(situation) ?? 0)) / (totals.get(situation) ?? 1),
        0,
      );
      return senseWeight * Math.log(0.02 + share);
    });
  };
}

type Profile = ReadonlyMap<string, number>;

/** What the prompt says about each label, as weights of situations. */
function profilesOf(
  { labels, examples, rules }: LabelPrompt,
  {
    exampleWeight,
    distribution,
  }: { readonly exampleWeight: number; readonly distribution: (text: string) => Profile },
): readonly Profile[] {
  return labels.map(({ name, description }) => {
    const profile = new Map<string, number>();
    const add = (text: string, weight: number) => {
      if (text === '') return;
      for (const [situation, value] of distribution(text)) {
        profile.set(situation, (profile.get(situation) ?? 0) + weight * value);
      }
    };
    add(name.replaceAll('_', ' '), nameWeight);
    add(description, descriptionWeight);
    for (const { label, condition } of rules) if (label === name) add(condition, ruleWeight);
    const own = examples.filter(({ label }) => label === name);
    for (const { input } of own) add(input, exampleWeight / own.length);
    return profile;
  });
}

function totalsOf(profiles: readonly Profile[], start: number): Profile {
  const totals = new Map<string, number>();
  for (const profile of profiles) {
    for (const [situation, value] of profile) totals.set(situation, (totals.get(situation) ?? start) + value);
  }
  return totals;
}

/** The strengths squared, at a sum of 1, so that the strongest one stands out. */
function distinct(situations: Situations): Profile {
  let total = 0;
  for (const strength of situations.values()) total += strength * strength;
  return new Map(
    Array.from(situations, ([situation, strength]) => [situation, (strength * strength) / total]),
  );
}
