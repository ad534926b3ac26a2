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
  return others.reduce((text, part) => text + ' '.repeat(4 - (Array.from(text).length % 4)) + part, first);
}
