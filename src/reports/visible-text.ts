/**
 * Characters that change how the text around them is shown or read without being seen themselves: C0 and C1
 * controls (terminal escapes), bidirectional overrides, tag characters, zero-width spaces, separators of lines.
 * Joiners, which scripts and emoji need, and soft hyphens stay. Tab and newline are handled by the callers.
 */
const invisible =
  /(?!\u200c|\u200d|\u00ad|[\u0600-\u0605]|\u06dd|\t|\n)[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029\ufffe\uffff]/gu;

function codePoint(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return `[U+${code.toString(16).toUpperCase().padStart(4, '0')}]`;
}

/**
 * Text from a model, a dataset or a suite with every invisible character made visible (`[U+202E]`), so that it can
 * neither steer a terminal nor reorder the text of a report. Line ends become `\n`; nothing else changes.
 */
export function visibleText(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(invisible, codePoint);
}

/** The same on one line: every run of white space becomes one space. */
export function visibleLine(text: string): string {
  return visibleText(text).replace(/\s+/gu, ' ').trim();
}

/** At most `limit` characters (code points), with an ellipsis in place of what was left out. */
export function shorten(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const characters = Array.from(text);
  return characters.length <= limit ? text : `${characters.slice(0, Math.max(0, limit - 1)).join('')}…`;
}
