export interface Passage {
  readonly id: string;
  readonly title: string;
  readonly text: string;
}

export interface Handbook {
  readonly passages: readonly Passage[];
  readonly counts: readonly ReadonlyMap<string, number>[];
  readonly documentFrequency: ReadonlyMap<string, number>;
  readonly meanLength: number;
}

const stopWords: ReadonlySet<string> = new Set(
  `a about after all am an and any are as at be been but by can could did do does for from had has have how i if in is it
  its just like may me my of on or our please so than that the their them then there they this to up us was we were what
  when where which who why will with would you your`.split(/\s+/),
);

/** Lower-case words without the commonest endings, so that "parcels" finds "parcel". */
function termsOf(text: string): readonly string[] {
  const found = text.toLowerCase().match(/[\p{L}\p{N}$%]+(?:[.'’-][\p{L}\p{N}]+)*/gu) ?? [];
  return found
    .filter((word) => !stopWords.has(word))
    .map((word) => (word.length > 4 ? word.replace(/(?:ing|ed|es|s)$/, '') : word.replace(/s$/, '')));
}

/** Sentences of a chunk: half a passage, so that what does not belong to the question stays out of the prompt. */
const sentencesPerChunk = 4;

function chunksOf({ id, title, text }: Passage): readonly Passage[] {
  const sentences = text.split(/(?<=[.!?])\s+(?=\p{Lu})/u);
  const chunks = Math.ceil(sentences.length / sentencesPerChunk);
  return Array.from({ length: chunks }, (_, index) => ({
    id,
    title,
    text: sentences.slice(index * sentencesPerChunk, (index + 1) * sentencesPerChunk).join(' '),
  }));
}

let known: { readonly text: string; readonly handbook: Handbook } | undefined;

/** Reads the handbook (one passage of JSON per line) and counts its words once. */
export function readHandbook(text: string): Handbook {
  if (known?.text === text) return known.handbook;
  const passages = text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line): Passage => JSON.parse(line))
    .flatMap(chunksOf);
  const counts = passages.map((passage) => {
    const count = new Map<string, number>();
    for (const term of termsOf(`${passage.title} ${passage.text}`))
      count.set(term, (count.get(term) ?? 0) + 1);
    return count;
  });
  const documentFrequency = new Map<string, number>();
  let length = 0;
  for (const count of counts) {
    for (const [term, times] of count) {
      documentFrequency.set(term, (documentFrequency.get(term) ?? 0) + 1);
      length += times;
    }
  }
  const handbook = { passages, counts, documentFrequency, meanLength: length / passages.length };
  known = { text, handbook };
  return handbook;
}

/** How much a passage of the right area of the handbook gains, as a share of the best score. */
const areaBonus = 0.4;

/** The passages that Okapi BM25 (k1 1.2, b 0.75) ranks first, those of the given areas preferred. */
export function retrieve(
  { passages, counts, documentFrequency, meanLength }: Handbook,
  query: string,
  areas: readonly string[],
  limit: number,
): readonly Passage[] {
  const terms = [...new Set(termsOf(query))];
  const scores = passages.map((_, index) => {
    const count = counts[index] ?? new Map<string, number>();
    const length = [...count.values()].reduce((sum, times) => sum + times, 0);
    return terms.reduce((sum, term) => {
      const times = count.get(term) ?? 0;
      const frequency = documentFrequency.get(term) ?? 0;
      const rarity = Math.log(1 + (passages.length - frequency + 0.5) / (frequency + 0.5));
      return sum + (rarity * times * 2.2) / (times + 1.2 * (0.25 + (0.75 * length) / meanLength));
    }, 0);
  });
  const bonus = areaBonus * Math.max(...scores);
  return passages
    .map((passage, index) => ({
      passage,
      score: (scores[index] ?? 0) + (areas.some((area) => passage.id.startsWith(area)) ? bonus : 0),
    }))
    .sort((a, b) => b.score - a.score)
    .slice(0, limit)
    .map(({ passage }) => passage);
}
