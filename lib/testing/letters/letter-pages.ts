/** Characters that fit on a line, and lines on the first page (which has the address) and on the others. */
const charactersOnLine = 86;
const linesOnFirstPage = 34;
const linesOnPage = 52;

/** A letter's text, cut into pages of lines. Notify sets its letters in another type, so a page more or less is possible. */
export function letterPages(body: string): string[][] {
  const lines = body.split(/\r?\n/).flatMap(wrap);
  const pages = [lines.slice(0, linesOnFirstPage)];
  for (let start = linesOnFirstPage; start < lines.length; start += linesOnPage) {
    pages.push(lines.slice(start, start + linesOnPage));
  }
  return pages;
}

function wrap(line: string): string[] {
  const lines: string[] = [];
  let current = '';
  for (const word of line.split(' ').flatMap(cut)) {
    const joined = current === '' ? word : `${current} ${word}`;
    if (joined.length <= charactersOnLine) {
      current = joined;
    } else {
      lines.push(current);
      current = word;
    }
  }
  return [...lines, current];
}

/** A word longer than a line, in pieces that fit. */
function cut(word: string): string[] {
  return word.length <= charactersOnLine ? [word] : (word.match(/.{1,86}/gsu) ?? []);
}

/** How many pages a PDF says it has, at least one. */
export function pagesInPdf(pdf: Buffer): number {
  return Math.max(pdf.toString('latin1').match(/\/Type\s*\/Page(?![a-zA-Z])/g)?.length ?? 0, 1);
}
