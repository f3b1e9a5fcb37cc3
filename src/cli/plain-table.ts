/** Columns aligned by the longest cell, two blanks between; numbers to the right. */
export function plainTable(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const numeric = headings.map(
    (_, column) => rows.length > 0 && rows.every((row) => /^[-−–<>$\d.,\s%]*$/.test(row[column])),
  );
  const widths = headings.map((heading, column) =>
    Math.max(heading.length, ...rows.map((row) => row[column].length)),
  );
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => (numeric[column] ? cell.padStart(widths[column]) : cell.padEnd(widths[column])))
      .join('  ')
      .trimEnd();
  return [line(headings), line(widths.map((width) => '─'.repeat(width))), ...rows.map(line)].join('\n');
}
