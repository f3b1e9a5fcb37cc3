import { type Content, html, nothing, type SafeHtml } from './safe-html.ts';

export interface Column<Row> {
  readonly heading: string;
  readonly cell: (row: Row, index: number) => Content;
  readonly align?: 'left' | 'right';
  /** The cell that names its row. */
  readonly names?: boolean;
}

/**
 * A table with a caption. On narrow screens a `stacked` table shows each row as a card; the roles are written out
 * because a changed `display` takes them away. Other tables scroll sideways.
 */
export function dataTable<Row>(options: {
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly stacked?: boolean;
  readonly captionHidden?: boolean;
}): SafeHtml {
  const { caption, columns, rows, stacked = false, captionHidden = false } = options;
  if (rows.length === 0) return nothing;
  const side = (column: Column<Row>): string => (column.align === 'right' ? 'number' : 'text');
  const headings = columns.map(
    (column) =>
      html`<th scope="col" role="columnheader" class="${side(column)}"><div>${column.heading}</div></th>`,
  );
  const body = rows.map((row, index) => {
    const cells = columns.map((column) =>
      column.names === true
        ? html`<th scope="row" role="rowheader" class="${side(column)}" data-label="${column.heading}"><div>${column.cell(row, index)}</div></th>`
        : html`<td role="cell" class="${side(column)}" data-label="${column.heading}"><div>${column.cell(row, index)}</div></td>`,
    );
    return html`<tr role="row">${cells}</tr>\n`;
  });
  const table = html`<table role="table" class="${stacked ? 'stacked' : 'plain'}">
<caption class="${captionHidden ? 'hidden' : 'shown'}">${caption}</caption>
<thead role="rowgroup"><tr role="row">${headings}</tr></thead>
<tbody role="rowgroup">
${body}</tbody>
</table>`;
  return html`<div class="scroll" role="region" aria-label="${caption}" tabindex="0">${table}</div>`;
}

/** Labels with their values. */
export function facts(entries: readonly (readonly [label: string, value: Content])[]): SafeHtml {
  if (entries.length === 0) return nothing;
  return html`<dl class="facts">${entries.map(
    ([label, value]) => html`<div><dt>${label}</dt><dd>${value}</dd></div>`,
  )}</dl>`;
}

export function bulletList(items: readonly Content[]): SafeHtml {
  return html`<ul>${items.map((item) => html`<li>${item}</li>`)}</ul>`;
}
