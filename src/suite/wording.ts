/** A text with a full stop, unless it ends with a mark of its own. */
export function asSentence(text: string): string {
  return /[.?]$/.test(text) ? text : `${text}.`;
}

/** What an error of a library says. */
export function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** A short text of a value for messages. */
export function describeValue(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value) ?? typeof value;
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
