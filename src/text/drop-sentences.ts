function lineBreaks(space: string): number {
  return space.split('\n').length - 1;
}

/**
 * Joins the sentences that are kept. A line break behind a dropped sentence separated its neighbours, so the longer of
 * two separators stays and lists and headings keep their lines.
 */
export function joinKept(sentences: readonly string[], isKept: (position: number) => boolean): string {
  const kept: string[] = [];
  for (const [position, sentence] of sentences.entries()) {
    if (isKept(position)) {
      kept.push(sentence);
      continue;
    }
    const last = kept.length - 1;
    if (last === -1) continue;
    const space = /\s*$/.exec(sentence)?.[0] ?? '';
    const before = /\s*$/.exec(kept[last])?.[0] ?? '';
    if (lineBreaks(space) > lineBreaks(before)) kept[last] = kept[last].trimEnd() + space;
  }
  return kept.join('');
}
