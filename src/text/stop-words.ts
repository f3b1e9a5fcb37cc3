/** English function words. Negations are not among them: dropping one turns a sentence into its opposite. */
export const stopWords: ReadonlySet<string> = new Set(
  `a about above after again all also am an and any are as at be because been before being below between both but by
  can could did do does doing don down during each few for from further had has have having he her here hers herself
  him himself his how i if in into is it its itself just me more most my myself now of off on once only or other our
  ours ourselves out over own same she should so some such than that the their theirs them themselves then there
  these they this those through to too under until up very was we were what when where which while who whom why will
  with would you your yours yourself yourselves i'm i've i'd i'll you're you've it's that's there's we're we've
  he's she's they're let's um uh please thanks thank hi hello dear`
    .split(/\s+/)
    .filter((word) => word !== ''),
);

export function isStopWord(word: string): boolean {
  return stopWords.has(word);
}

/** The words that carry meaning; the whole list when nothing else is left. */
export function contentWords(tokens: readonly string[]): readonly string[] {
  const content = tokens.filter((token) => !stopWords.has(token));
  return content.length === 0 ? tokens : content;
}
