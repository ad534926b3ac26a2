/** The text of a footnote, its further lines moved left by the least indent that any of them has. */
export function footnoteText(source: string): string {
  const [first = '', ...others] = source.split('\n');
  const indents = others.map((line) => line.length - line.trimStart().length).filter((indent) => indent > 0);
  const least = indents.length > 0 ? Math.min(...indents) : 0;
  return [first, ...others.map((line) => line.slice(least))].join('\n');
}
