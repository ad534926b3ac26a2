import { spaces } from '../../python/whitespace';

// Every pattern is sticky: it is tried at one place in the text, the start of a line. White space is Python's, digits
// are any script's, as in the parser that Notify uses.

const endOfLine = '(?:\\n+|$)';

/** What starts a list item. No space need follow, so `2024.` at the start of a line starts a list. */
export const bullet = '(?:[•*\\-]|\\p{Nd}+\\.)';

const at = (pattern: string) => new RegExp(pattern, 'uy');

export const emptyLines = at('\\n+');
export const rule = at(` {0,3}[\\-*_](?: *[\\-*_]){2,} *${endOfLine}`);
export const indentedCode = at('(?: {4}[^\\n]+\\n*)+');
export const fence = at(` *(\`{3,}|~{3,}) *(?:[^\`${spaces}]+)? *\\n`);
export const heading = at(` *(#{1,6}) *([^\\n]+?) *#* *${endOfLine}`);
export const underlinedHeading = at(`([^\\n]+)\\n *[=\\-]*([=\\-]) *${endOfLine}`);
export const quote = at('(?: *\\^[^\\n]+(?:\\n[^\\n]+)*\\n*)+');
export const listStart = at(`( *)(${bullet})`);
export const text = at('[^\\n]+');
export const paragraphLine = at('[^\\n]+\\n?');

export const linkDefinition = at(` *\\[([^\\^\\]]+)\\]: *<?([^>${spaces}]+)>?(?: +["(]([^\\n]+)[")])? *${endOfLine}`);
export const footnoteDefinition = at(`\\[\\^([^\\]]+)\\]: *([^\\n]*${endOfLine}(?: +[^\\n]*${endOfLine})*)`);

export const openTable = at(
  ` *[^${spaces}][^\\n|]*\\|[^\\n]*\\n *[\\-:]+ *\\|[\\-| :]*\\n(?:[^\\n|]*\\|[^\\n]*(?:\\n|$))*\\n*`,
);
export const closedTable = at(' *\\|[^\\n]+\\n *\\| *[\\-:][\\-| :]*\\n(?: *\\|[^\\n]*(?:\\n|$))*\\n*');

/** The line that ends a list: a rule, but of any indent the list itself has. */
export const ruleAfterList = at(`(?:[\\-*_] *){3,}${endOfLine}`);

/** What ends a paragraph on its next line is stricter than what starts a list: a space has to follow. */
export const listAfterParagraph = at(' *(?=[*+\\-]|\\p{Nd}+\\.)[*+\\-]?(?:\\p{Nd}+\\.)? [^]');

/** Tries a pattern at one place of the text. */
export function matchAt(pattern: RegExp, source: string, position: number): RegExpExecArray | null {
  pattern.lastIndex = position;
  return pattern.exec(source);
}
