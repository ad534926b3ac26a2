import { spaces } from '../../python/whitespace';

/** What stands in square brackets, and what follows them. */
export interface LinkSource {
  readonly text: string;
  readonly link: string;
  readonly title: string;
  readonly end: number;
}

/** A link that names its definition, `[text][key]`; with no key of its own the text is the key. */
export interface LinkReference {
  readonly text: string;
  readonly key: string;
  readonly end: number;
}

const space = new RegExp(`[${spaces}]`);
const quoteAndBracket = new RegExp(`['"][${spaces}]*\\)`, 'g');
const referenceAfterText = new RegExp(`\\][${spaces}]*\\[([^\\^\\]]*)\\]`, 'y');
const shortReference = /\[((?:\[[^\]]*\]|[^[\]])*)\]/y;

/** Reads `[text](address "title")` at an opening bracket. The text may hold brackets in pairs. */
export function linkAt(source: string, bracket: number): LinkSource | undefined {
  for (const end of textEnds(source, bracket)) {
    if (source.charAt(end + 1) !== '(') continue;
    const target = targetAt(source, end + 2);
    if (target) return { text: source.slice(bracket + 1, end), ...target };
  }
  return undefined;
}

/** Reads `[text][key]` at an opening bracket. */
export function referenceAt(source: string, bracket: number): LinkReference | undefined {
  for (const end of textEnds(source, bracket)) {
    referenceAfterText.lastIndex = end;
    const match = referenceAfterText.exec(source);
    const text = source.slice(bracket + 1, end);
    if (match) return { text, key: match[1] || text, end: end + match[0].length };
  }
  return undefined;
}

/** Reads `[key]` at an opening bracket. */
export function shortReferenceAt(source: string, bracket: number): LinkReference | undefined {
  shortReference.lastIndex = bracket;
  const [all, key] = shortReference.exec(source) ?? [];
  return all === undefined || key === undefined ? undefined : { text: key, key, end: bracket + all.length };
}

/** Where the text in brackets can end: at closing brackets, the one that is furthest away first. */
function textEnds(source: string, bracket: number): number[] {
  const ends: number[] = [];
  let position = bracket + 1;
  while (position < source.length) {
    const character = source.charAt(position);
    if (character === '[') {
      const close = source.indexOf(']', position);
      if (close === -1 || source.slice(position + 1, close).includes('^')) break;
      position = close + 1;
    } else {
      if (character === ']') {
        ends.push(position);
        // Text goes on after a closing bracket only if another comes before the next opening one.
        const close = source.indexOf(']', position + 1);
        const open = source.indexOf('[', position + 1);
        if (close === -1 || (open !== -1 && open < close)) break;
      }
      position += 1;
    }
  }
  return ends.toReversed();
}

/** Reads an address and perhaps a quoted title, up to the closing bracket. */
function targetAt(source: string, start: number): Omit<LinkSource, 'text'> | undefined {
  let linkStart = start;
  while (isSpace(source, linkStart)) linkStart += 1;
  const bracket = source.indexOf(')', linkStart);
  if (bracket === -1) return undefined;
  let linkEnd = linkStart;
  while (linkEnd < bracket) {
    if (!isSpace(source, linkEnd)) {
      linkEnd += 1;
      continue;
    }
    let next = linkEnd;
    while (isSpace(source, next)) next += 1;
    if (next === bracket) break;
    const title = titleAt(source, next);
    if (title) return { link: source.slice(linkStart, linkEnd), ...title };
    linkEnd = next;
  }
  return { link: source.slice(linkStart, linkEnd), title: '', end: bracket + 1 };
}

function titleAt(source: string, quote: number): { title: string; end: number } | undefined {
  if (!`'"`.includes(source.charAt(quote))) return undefined;
  quoteAndBracket.lastIndex = quote + 1;
  const match = quoteAndBracket.exec(source);
  return match ? { title: source.slice(quote + 1, match.index), end: match.index + match[0].length } : undefined;
}

function isSpace(source: string, position: number): boolean {
  return position < source.length && space.test(source.charAt(position));
}
