import { memoise } from '../../core/memo.ts';
import { countTokens } from '../../pricing/count-tokens.ts';
import { readJsonTree, writeCompactJson, writeTable } from '../../text/json-layout.ts';
import { findProtectedSpans, type ProtectedKind } from '../../text/protected-spans.ts';

export interface Layout {
  readonly text: string;
  readonly layout: 'unchanged' | 'compact' | 'table';
  readonly tokensSaved: number;
}

export interface LayoutOptions {
  readonly tables: boolean;
}

/** The layout of one JSON value that has the fewest tokens; the text as it is when none has fewer. */
export function shortestLayout(text: string, { tables }: LayoutOptions): Layout {
  const unchanged: Layout = { text, layout: 'unchanged', tokensSaved: 0 };
  const tree = readJsonTree(text);
  if (tree === undefined || tree.kind === 'scalar') return unchanged;
  const before = countTokens(text);
  const styles = tables ? (['csv', 'markdown'] as const) : [];
  const candidates = [
    { text: writeCompactJson(tree), layout: 'compact' as const },
    ...styles.flatMap((style) => {
      const table = writeTable(tree, style);
      return table === undefined ? [] : [{ text: table, layout: 'table' as const }];
    }),
  ];
  return candidates.reduce((best: Layout, candidate) => {
    const tokensSaved = before - countTokens(candidate.text);
    return tokensSaved > best.tokensSaved ? { ...candidate, tokensSaved } : best;
  }, unchanged);
}

/** JSON in code is code: what a fence holds is left as it is. */
const fencesAndJson: ReadonlySet<ProtectedKind> = new Set(['code', 'json']);

function layOutWithin(
  text: string,
  options: LayoutOptions,
): { readonly text: string; readonly layouts: readonly Layout[] } {
  const space = /^(\s*)([\s\S]*?)(\s*)$/.exec(text);
  const [, before = '', body = '', after = ''] = space ?? [];
  const whole = /^[[{]/.test(body) ? shortestLayout(body, options) : undefined;
  if (whole !== undefined && (whole.layout !== 'unchanged' || readJsonTree(body) !== undefined))
    return { text: before + whole.text + after, layouts: [whole] };
  const layouts: Layout[] = [];
  let result = '';
  let position = 0;
  for (const { kind, start, end } of findProtectedSpans(text, fencesAndJson)) {
    if (kind !== 'json') continue;
    const layout = shortestLayout(text.slice(start, end), options);
    layouts.push(layout);
    // A table needs lines of its own.
    const startsLine = start === 0 || text.charAt(start - 1) === '\n';
    const endsLine = end === text.length || text.charAt(end) === '\n';
    const isTable = layout.layout === 'table';
    result += text.slice(position, start) + (isTable && !startsLine ? '\n' : '') + layout.text;
    if (isTable && !endsLine) result += '\n';
    position = end;
  }
  return { text: result + text.slice(position), layouts };
}

/** Lays out every JSON value in a text; the results for the last texts are remembered. */
export function layoutWriter(options: LayoutOptions) {
  return memoise(2_000, (text) => layOutWithin(text, options));
}
