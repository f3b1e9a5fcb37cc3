import { visibleLine } from '../visible-text.ts';

const wide =
  /[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}\p{Emoji_Presentation}\uff01-\uff60]/u;
const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Columns that a text takes in a terminal: two for East Asian wide characters and emoji. */
export function displayWidth(text: string): number {
  let width = 0;
  for (const { segment } of segmenter.segment(text)) width += wide.test(segment) ? 2 : 1;
  return width;
}

/** Cuts a line to `width` columns, the last one an ellipsis. */
export function cutToWidth(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  let kept = '';
  let used = 0;
  for (const { segment } of segmenter.segment(text)) {
    const next = wide.test(segment) ? 2 : 1;
    if (used + next > width - 1) break;
    kept += segment;
    used += next;
  }
  return `${kept}…`;
}

/** Breaks a text into lines of at most `width` columns; words longer than a line are cut where the line ends. */
export function wrap(text: string, width: number, indent: string): string {
  const room = Math.max(10, width - indent.length);
  const lines: string[] = [];
  let line = '';
  for (const word of visibleLine(text).split(' ')) {
    let rest = word;
    if (line !== '' && displayWidth(line) + 1 + displayWidth(rest) > room) {
      lines.push(line);
      line = '';
    }
    while (displayWidth(rest) > room) {
      const piece = cutToWidth(rest, room + 1).slice(0, -1);
      lines.push(piece);
      rest = rest.slice(piece.length);
    }
    line = line === '' ? rest : `${line} ${rest}`;
  }
  if (line !== '') lines.push(line);
  return lines.map((each) => `${indent}${each}`).join('\n');
}

export interface Cell {
  readonly text: string;
  readonly paint?: (text: string) => string;
}

export interface Column {
  readonly heading: string;
  readonly align: 'left' | 'right';
  /** The column gives way first when the table is too wide; its text is then cut. */
  readonly shrinks?: boolean;
}

const gap = '  ';
const narrowest = 12;

/** A plain table, or undefined when it does not fit into `width` columns. */
export function table(
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  width: number,
  paintHeading: (text: string) => string,
): string | undefined {
  const natural = columns.map((column, index) =>
    Math.max(displayWidth(column.heading), ...rows.map((row) => displayWidth(row[index]?.text ?? ''))),
  );
  const total = natural.reduce((sum, each) => sum + each, 0) + gap.length * (columns.length - 1);
  const shrinking = columns.flatMap((column, index) => (column.shrinks === true ? [index] : []));
  const widths = [...natural];
  for (let excess = total - width; excess > 0; excess -= 1) {
    const widest = shrinking.toSorted((a, b) => (widths[b] ?? 0) - (widths[a] ?? 0))[0];
    const current = widest === undefined ? 0 : (widths[widest] ?? 0);
    if (widest === undefined || current <= narrowest) return undefined;
    widths[widest] = current - 1;
  }
  const line = (cells: readonly Cell[]): string =>
    cells
      .map(({ text, paint }, index) => {
        const room = widths[index] ?? 0;
        const cut = cutToWidth(text, room);
        const padding = ' '.repeat(Math.max(0, room - displayWidth(cut)));
        const painted = paint === undefined ? cut : paint(cut);
        return columns[index]?.align === 'right' ? `${padding}${painted}` : `${painted}${padding}`;
      })
      .join(gap)
      .trimEnd();
  const heading = line(columns.map((column) => ({ text: column.heading, paint: paintHeading })));
  return [heading, ...rows.map(line)].join('\n');
}
