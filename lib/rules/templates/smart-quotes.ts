import { spaces } from '../python/whitespace';

const word = '[\\p{L}\\p{N}_]';
const notAfterOpening = '[^ \\t\\r\\n[{(\\-]';
const gap = `[${spaces}]|&nbsp;|--|&[mn]dash;|&#821[12];|&#x201[34];`;
const punctuation = '[!"#$%\'()*+,\\-./:;<=>?@[\\\\\\]^_`{|}~]';

/** How straight quotes are replaced, in this order: later rules see what earlier ones wrote. */
const rules: readonly (readonly [RegExp, string])[] = (
  [
    // Two quotes before a word open both.
    [`"'(?=${word})`, '“‘'],
    [`'"(?=${word})`, '‘“'],
    // Decades: the ’80s.
    [`(?<=${word})'(?=\\p{Nd}{2}s)`, '’'],
    [`(${gap})'(?=${word})`, '$1‘'],
    [`(${notAfterOpening})'(?![${spaces}]|s(?!${word})|\\p{Nd})`, '$1’'],
    [`(${notAfterOpening})'([${spaces}]|s(?!${word}))`, '$1’$2'],
    ["'", '‘'],
    [`(${gap})"(?=${word})`, '$1“'],
    [`"(?=[${spaces}])`, '”'],
    [`^"(?=${punctuation})`, '”'],
    [`(${notAfterOpening})"`, '$1”'],
    ['"', '“'],
  ] as const
).map(([pattern, curly]) => [new RegExp(pattern, 'gu'), curly]);

const anythingToDo = /["'\\]|&#8/;
const tag = new RegExp(`<!--[^]*?--[${spaces}]*>|<[^>]*>`, 'g');
const verbatim = /^<(\/?)(pre|samp|code|tt|kbd|script|style|math|a)/i;
const escaped = /\\([\\"'.\-`])/g;
const references = new Map([
  ['&#8211;', '–'],
  ['&#8212;', '—'],
  ['&#8216;', '‘'],
  ['&#8217;', '’'],
  ['&#8220;', '“'],
  ['&#8221;', '”'],
  ['&#8230;', '…'],
]);

/**
 * Makes straight quotes curly, in text and in HTML, by the rules of SmartyPants: tags and what stands inside links,
 * code and the like stay as they are, and a backslash keeps the character after it as a reference (`\.` gives `&#46;`).
 */
export function makeQuotesSmart(text: string): string {
  if (!anythingToDo.test(text)) return text;
  let smart = '';
  let lastCharacter = '';
  const open: string[] = [];
  let inVerbatim = false;
  for (const { isTag, source } of pieces(text)) {
    if (isTag) {
      smart += source;
      const [, closing, name = ''] = verbatim.exec(source) ?? [];
      if (closing === undefined) continue;
      if (closing === '') open.push(name.toLowerCase());
      else if (open.at(-1) === name.toLowerCase()) open.pop();
      inVerbatim = open.length > 0;
    } else {
      smart += inVerbatim ? source : curl(source, lastCharacter);
      lastCharacter = Array.from(source).at(-1) ?? '';
    }
  }
  return smart;
}

function curl(source: string, before: string): string {
  const text = source.replaceAll(escaped, (_, character: string) => `&#${character.charCodeAt(0)};`);
  // A quote all by itself stands between two tags: only the text before the first shows what it is.
  const closes = before !== '' && !new RegExp(`[${spaces}]`).test(before);
  if (text === "'") return closes ? '’' : '‘';
  if (text === '"') return closes ? '”' : '“';
  const curly = rules.reduce((result, [pattern, replacement]) => result.replace(pattern, replacement), text);
  return curly.replaceAll(/&#8\d{3};/g, (reference) => references.get(reference) ?? reference);
}

function pieces(text: string): { isTag: boolean; source: string }[] {
  const found: { isTag: boolean; source: string }[] = [];
  let end = 0;
  for (const match of text.matchAll(tag)) {
    if (match.index > end) found.push({ isTag: false, source: text.slice(end, match.index) });
    found.push({ isTag: !isBrokenComment(match[0]), source: match[0] });
    end = match.index + match[0].length;
  }
  if (end < text.length) found.push({ isTag: false, source: text.slice(end) });
  return found;
}

// Two hyphens inside a comment end it for some readers, so such a comment counts as text.
function isBrokenComment(source: string): boolean {
  if (!source.startsWith('<!--')) return false;
  return source.slice(4).replace(/>+$/, '').trimEnd().replace(/-+$/, '').includes('--');
}
