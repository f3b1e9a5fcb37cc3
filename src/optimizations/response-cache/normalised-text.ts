const edgeMarks = /^[.,;:!?…'"“”‘’()]+|[.,;:!?…'"“”‘’()]+$/g;
const courtesies: ReadonlySet<string> = new Set(
  'hi,hello,hey,dear,please,thanks,thank you,thank you very much,thanks in advance,many thanks,good morning,good afternoon,good evening'.split(
    ',',
  ),
);
const longestCourtesy = 4;

/**
 * The text without what carries no meaning: letter case, Unicode variants, repeated white space, marks at the edges of
 * words, courtesies at the beginning and the end. Symbols stay (`$5` is not `5 %`, `a != b` not `a = b`). Two texts
 * with the same normal form are the same question.
 */
export function normalisedText(text: string): string {
  let tokens = text
    .normalize('NFKC')
    .toLowerCase()
    .split(/\s+/)
    .map((token) =>
      /[\p{L}\p{N}]/u.test(token) ? token.replace(edgeMarks, '') : token.replace(/^[.,;:!?…]+$/, ''),
    )
    .filter((token) => token !== '');
  for (let before = -1; before !== tokens.length; ) {
    before = tokens.length;
    for (let length = longestCourtesy; length >= 1; length--) {
      if (tokens.length <= length) continue;
      if (courtesies.has(tokens.slice(0, length).join(' '))) tokens = tokens.slice(length);
      else if (courtesies.has(tokens.slice(-length).join(' '))) tokens = tokens.slice(0, -length);
    }
  }
  return tokens.join(' ');
}
