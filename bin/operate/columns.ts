/** Rows under a head, each column as wide as its widest cell. What is a number stands to the right. */
export function columns(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const widths = head.map((name, at) => Math.max(name.length, ...rows.map((row) => String(row[at] ?? '').length)));
  const isNumber = head.map((_, at) => rows.length > 0 && rows.every((row) => typeof row[at] === 'number'));
  const line = (row: readonly (string | number)[]): string =>
    row
      .map((cell, at) => (isNumber[at] ? String(cell).padStart(widths[at] ?? 0) : String(cell).padEnd(widths[at] ?? 0)))
      .join('  ')
      .trimEnd();
  return [head, ...rows].map((row) => `  ${line(row)}`).join('\n');
}
