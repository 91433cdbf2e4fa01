/**
 * A table in Markdown, every column as wide as its widest cell.
 * @param rows the head first; all of one length
 */
export function aligned(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map(row => row[column]!.length)))
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  const [head, ...body] = rows.map(row => line(row.map((cell, column) => cell.padEnd(widths[column]!))))
  return [head, line(widths.map(width => '-'.repeat(width))), ...body].join('\n')
}
