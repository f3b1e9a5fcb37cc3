/**
 * Which of the offered answers a model gave: the text itself, without case and punctuation around it, or else the
 * only one of them that it names as a whole word. Undefined when none or several fit.
 */
export function readChoice(text: string, choices: readonly string[]): string | undefined {
  const bare = (value: string) => value.toLowerCase().replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '');
  const answer = bare(text);
  const exact = choices.find((choice) => bare(choice) === answer);
  if (exact !== undefined) return exact;
  const named = choices.filter((choice) =>
    new RegExp(`(?<![\\p{L}\\p{N}_])${escapePattern(bare(choice))}(?![\\p{L}\\p{N}_])`, 'u').test(answer),
  );
  return named.length === 1 ? named[0] : undefined;
}

function escapePattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}
