export const protectedKinds = [
  'code',
  'template',
  'tag',
  'json',
  'url',
  'email',
  'quote',
  'id',
  'number',
  'negation',
] as const;
export type ProtectedKind = (typeof protectedKinds)[number];

/** A stretch that compression must not change: `[start, end)` in UTF-16 code units, as string methods count. */
export interface ProtectedSpan {
  readonly kind: ProtectedKind;
  readonly start: number;
  readonly end: number;
}

const units =
  '%|°[CF]?|(?:k|m|c|d|μ)?(?:m|g|l|s|W|V|A|B|Hz)\\b|(?:KB|MB|GB|TB|kWh|mAh|ml|oz|lb|lbs|ft|in|inch(?:es)?|mi|am|pm|a\\.m\\.|p\\.m\\.)\\b|(?:business\\s+|working\\s+)?(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?|pounds?|euros?|dollars?|cents?|meters?|metres?|miles?|percent|tokens?|words?|sentences?)\\b';

const patterns: readonly (readonly [ProtectedKind, RegExp])[] = [
  ['code', /^(`{3,}|~{3,})[^\n]*\n[\s\S]*?(?:^\1[^\n]*$|(?![\s\S]))/gm],
  ['code', /`[^`\n]+`/g],
  ['template', /\{\{[\s\S]*?\}\}|\{%[\s\S]*?%\}|\$\{[^}\n]*\}/g],
  ['tag', /<\/?[A-Za-z][\w:.-]*(?:\s+[^<>\n]*)?\/?>|<\|[\w-]+\|>/g],
  ['url', /\b(?:https?:\/\/|www\.)[^\s<>"'`)\]}]*[^\s<>"'`)\]}.,;:!?]/g],
  ['email', /[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/gu],
  [
    'quote',
    /"[^"\n]{1,200}"|“[^”\n]{1,200}”|«[^»\n]{1,200}»|(?<![\p{L}\p{N}])'[^'\n]{1,80}'(?![\p{L}\p{N}])/gu,
  ],
  ['id', /\b(?=[\w-]*\d)(?=[\w-]*[A-Za-z])[A-Za-z0-9]+(?:[-_][A-Za-z0-9]+)+\b|\b[a-z]+(?:_[a-z0-9]+)+\b/g],
  [
    'number',
    new RegExp(
      `(?:[$€£¥]\\s?)?(?<![\\p{L}\\p{N}])[-−+]?\\d+(?:[.,:/]\\d+)*(?:\\s?[–-]\\s?(?:[$€£¥])?\\d+(?:[.,:]\\d+)*)?(?:\\s?(?:${units}))?(?:\\s?[€£])?`,
      'gu',
    ),
  ],
  [
    'negation',
    /\b(?:no|not|never|none|nothing|nobody|nowhere|neither|nor|without|cannot|except|unless|only|(?:do|does|did|is|are|was|were|has|have|had|ca|could|wo|would|should|must|need|ai|might|sha)n['’]?t)\b/gi,
  ],
];

/**
 * Finds what a compressor must keep byte for byte: code, template variables, tags, JSON, URLs, e-mail addresses, quoted
 * strings, identifiers, numbers with their units or currency, negations. Spans are ascending and do not overlap; where
 * two would, the one that starts first wins, then the longer one.
 */
export function findProtectedSpans(
  text: string,
  kinds: ReadonlySet<ProtectedKind> = new Set(protectedKinds),
): readonly ProtectedSpan[] {
  const found: ProtectedSpan[] = kinds.has('json') ? [...jsonSpans(text)] : [];
  for (const [kind, pattern] of patterns) {
    if (!kinds.has(kind)) continue;
    for (const match of text.matchAll(pattern)) {
      if (match[0] !== '') found.push({ kind, start: match.index, end: match.index + match[0].length });
    }
  }
  found.sort((a, b) => a.start - b.start || b.end - a.end);
  const spans: ProtectedSpan[] = [];
  let end = 0;
  for (const span of found) {
    if (span.start < end) continue;
    spans.push(span);
    end = span.end;
  }
  return spans;
}

/** Rewrites only what lies between the protected spans; the spans are copied. */
export function mapUnprotected(
  text: string,
  change: (gap: string) => string,
  kinds?: ReadonlySet<ProtectedKind>,
): string {
  let result = '';
  let position = 0;
  for (const { start, end } of findProtectedSpans(text, kinds)) {
    if (start > position) result += change(text.slice(position, start));
    result += text.slice(start, end);
    position = end;
  }
  return position < text.length ? result + change(text.slice(position)) : result;
}

export interface MaskedText {
  readonly masked: string;
  readonly spans: readonly string[];
  /** Puts the spans back. A mask that was lost on the way stays lost, and one that was repeated is repeated. */
  readonly restore: (masked: string) => string;
}

/**
 * Replaces every protected span with one private-use character pair that names it, for compressors that work on whole
 * texts. Text that already holds the mask characters is masked too, so restoring is exact.
 */
export function maskProtected(text: string, kinds?: ReadonlySet<ProtectedKind>): MaskedText {
  const spans: string[] = [];
  const mask = (content: string): string => `\uE000${spans.push(content) - 1}\uE001`;
  let masked = '';
  let position = 0;
  const plain = (gap: string) => gap.replace(/[\uE000\uE001]/g, mask);
  for (const { start, end } of findProtectedSpans(text, kinds)) {
    masked += plain(text.slice(position, start)) + mask(text.slice(start, end));
    position = end;
  }
  masked += plain(text.slice(position));
  return {
    masked,
    spans,
    restore: (changed) => changed.replace(/\uE000(\d+)\uE001/g, (_, number) => spans[Number(number)] ?? ''),
  };
}

const longestJson = 20_000;
/** Brackets that never close are cheap to meet once, not by the thousand. */
const failuresAllowed = 200;

/** Outermost `{…}` and `[…]` that parse as JSON. */
function* jsonSpans(text: string): Generator<ProtectedSpan> {
  let failures = 0;
  let position = 0;
  for (const { index: start } of text.matchAll(/[{[](?=\s*["{[\d])/g)) {
    if (start < position) continue;
    const end = closingBracket(text, start);
    if (end !== undefined && isJson(text.slice(start, end))) {
      yield { kind: 'json', start, end };
      position = end;
    } else if (++failures > failuresAllowed) return;
  }
}

function closingBracket(text: string, start: number): number | undefined {
  let depth = 0;
  let inString = false;
  const limit = Math.min(text.length, start + longestJson);
  for (let position = start; position < limit; position++) {
    const character = text.charAt(position);
    if (inString) {
      if (character === '\\') position++;
      else if (character === '"') inString = false;
    } else if (character === '"') inString = true;
    else if (character === '{' || character === '[') depth++;
    else if ((character === '}' || character === ']') && --depth === 0) return position + 1;
  }
  return undefined;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
