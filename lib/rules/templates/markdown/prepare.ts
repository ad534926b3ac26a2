/** Line ends become `\n`, tabs spaces up to the next multiple of four, and lines of nothing but spaces are emptied. */
export function prepareMarkdown(source: string): string {
  return source
    .replaceAll(/\r\n?/g, '\n')
    .split('\n')
    .map(expandTabs)
    .join('\n')
    .split(/[\n\u2424]/)
    .map((line) => (/^ +$/.test(line) ? '' : line))
    .join('\n');
}

function expandTabs(line: string): string {
  const [first = '', ...others] = line.split('\t');
  let expanded = first;
  let column = columns(first);
  for (const part of others) {
    const gap = 4 - (column % 4);
    expanded += ' '.repeat(gap) + part;
    column += gap + columns(part);
  }
  return expanded;
}

function columns(text: string): number {
  return Array.from(text).length;
}
