import { findProtectedSpans, type ProtectedKind } from './protected-spans.ts';
import { splitSentences } from './sentences.ts';
import { words } from './words.ts';

const blocksToKeep: ReadonlySet<ProtectedKind> = new Set(['code', 'template', 'json', 'url', 'quote']);

/**
 * Removes white space that carries no meaning: trailing blanks, runs of blanks inside a line, more than one empty
 * line. Indentation is kept (lists and code need it), and code, template variables, JSON, URLs and quoted strings stay
 * byte-identical. Idempotent.
 */
export function compactWhitespace(text: string): string {
  return untilStable(text, (current) =>
    outsideOf(current, (gap, startsLine) =>
      gap
        .replace(/\r\n?/g, '\n')
        .replace(/[ \t]+(?=\n)/g, '')
        .replace(/\n{3,}/g, '\n\n')
        .replace(/([^\s])[ \t]{2,}(?=\S)/g, '$1 ')
        .replace(startsLine ? /(?!)/ : /^[ \t]{2,}(?=\S)/, ' '),
    ),
  );
}

/**
 * Removes markdown that only decorates: emphasis marks around words, rules, closing heading marks, table padding.
 * Headings, list marks and everything that `compactWhitespace` keeps are kept. Idempotent.
 */
export function compactMarkdown(text: string): string {
  return untilStable(compactWhitespace(text), (current) =>
    compactWhitespace(
      outsideOf(current, (gap) =>
        gap
          .replace(/(?<![\\*\w])(\*{1,3})(?=[^\s*])([^*\n]*[^\s*])\1(?![*\w])/g, '$2')
          .replace(/(?<![\\_\p{L}\p{N}])(_{2,3})(?=[^\s_])([^_\n]*[^\s_])\1(?![_\p{L}\p{N}])/gu, '$2')
          .replace(/^(?:-{3,}|\*{3,}|_{3,}|={3,})$\n?/gm, '')
          .replace(/^(#{1,6} .*?) +#+$/gm, '$1')
          .replace(/ *\| +(?=\S)/g, '|'),
      ),
    ),
  );
}

/**
 * Removes sentences and list items that repeat an earlier one word for word (letter case, marks and blanks aside). A
 * sentence of fewer than `shortest` words is never removed, nor one that holds code or a template variable. Idempotent.
 */
export function removeDuplicateSentences(text: string, shortest = 4): string {
  const seen = new Set<string>();
  const fences = findProtectedSpans(text, new Set<ProtectedKind>(['code', 'template', 'json']));
  let position = 0;
  const kept: string[] = [];
  for (const sentence of splitSentences(text)) {
    const start = position;
    position += sentence.length;
    const sentenceWords = words(sentence);
    const key = sentenceWords.join(' ');
    const touchesFence = fences.some((span) => span.start < position && span.end > start);
    if (!touchesFence && sentenceWords.length >= shortest && seen.has(key)) {
      // The line break behind a removed sentence separated its neighbours, so the longer one of the two is kept.
      const trailing = /\s*$/.exec(sentence)?.[0] ?? '';
      const last = kept.length - 1;
      if (last >= 0 && trailing.includes('\n')) {
        const before = /\s*$/.exec(kept[last])?.[0] ?? '';
        if (count(trailing, '\n') > count(before, '\n')) kept[last] = kept[last].trimEnd() + trailing;
      }
      continue;
    }
    seen.add(key);
    kept.push(sentence);
  }
  return kept.join('');
}

function count(text: string, character: string): number {
  return text.split(character).length - 1;
}

function outsideOf(text: string, change: (gap: string, startsLine: boolean) => string): string {
  let result = '';
  let position = 0;
  for (const { start, end } of findProtectedSpans(text, blocksToKeep)) {
    if (start > position) result += change(text.slice(position, start), startsLine(text, position));
    result += text.slice(start, end);
    position = end;
  }
  return position < text.length ? result + change(text.slice(position), startsLine(text, position)) : result;
}

function startsLine(text: string, position: number): boolean {
  return position === 0 || text.charAt(position - 1) === '\n';
}

/** Removing marks can bring new pairs together; every pass shortens the text, so this ends. */
function untilStable(text: string, change: (current: string) => string): string {
  let current = text;
  for (;;) {
    const next = change(current);
    if (next === current) return next;
    current = next;
  }
}
