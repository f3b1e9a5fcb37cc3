/** Splits text where a blank line ends; joined, the parts give back the text exactly. */
export function splitParagraphs(text: string): readonly string[] {
  return text.split(/(?<=\n[ \t]*\n)(?=\S)/);
}

/** A text's new content with the white space at the end of the old one, which separates it from what follows. */
export function withTrailingSpaceOf(original: string, content: string): string {
  return content.trimEnd() + (/\s*$/.exec(original)?.[0] ?? '');
}
