import { visibleLine, visibleText } from '../visible-text.ts';

const entities: { readonly [character: string]: string } = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  $: '&#36;',
  // The zero-width space keeps forges from notifying people and from linking issues.
  '@': '@&#8203;',
  '#': '#&#8203;',
};

/** One line of text that Markdown shows as it is: no markup, links, mentions, HTML or table cells of its own. */
export function escapeMarkdown(text: string): string {
  return visibleLine(text)
    .replace(/[&<>$@#]/g, (character) => entities[character] ?? character)
    .replace(/[\\`*_[\]|~]/g, '\\$&')
    .replace(/:\/\//g, '&#58;//')
    .replace(/\bwww\./gi, (match) => `${match.slice(0, -1)}&#46;`);
}

/** The same where a line begins: no list, no numbering. */
export function escapeMarkdownBlock(text: string): string {
  return escapeMarkdown(text)
    .replace(/^[-+]/, '\\$&')
    .replace(/^(\d+)([.)])/, '$1\\$2');
}

/** One line of text inside HTML, where Markdown is not read: the summary of folded details. */
export function escapeSummary(text: string): string {
  return visibleLine(text).replace(/[&<>$@#]/g, (character) => entities[character] ?? character);
}

/** Text in a fenced block; the fence is longer than any run of backticks inside. */
export function fenced(text: string): string {
  const clean = visibleText(text);
  const longest = Math.max(2, ...Array.from(clean.matchAll(/`+/g), ([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}text\n${clean}\n${fence}`;
}

/** A block that a reader opens. Both are Markdown; `summary` must be escaped already. */
export function details(summary: string, body: string): string {
  return `<details>\n<summary>${summary}</summary>\n\n${body}\n\n</details>`;
}

/** A Markdown table from cells that are escaped already; columns whose heading ends with `:` are set right. */
export function markdownTable(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const rules = headings.map((heading) => (heading.endsWith(':') ? '---:' : '---'));
  return [line(headings.map((heading) => heading.replace(/:$/, ''))), line(rules), ...rows.map(line)].join(
    '\n',
  );
}
