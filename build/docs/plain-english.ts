/** Words that make a text stiff, and what to write instead. */
export interface Stiff {
  readonly words: RegExp;
  readonly instead: string;
}

/** Stands for any white space, also where a line of a comment ends. */
const phrase = (words: string, flags = 'gi'): RegExp => new RegExp(`\\b${words.replaceAll(' ', '\\s+')}\\b`, flags);

const verbs =
  'is|are|was|were|has|have|had|may|might|can|cannot|could|must|would|will|should|does|did|do|need|needs|takes|knows|' +
  'counts|keeps|says|ends|goes|comes|lasts|follows|rests|looks|stops|stays|reads|writes|asks|answers|works|makes|gets';
/** A subject between "for" and its verb. A relative clause in between makes it a "for" of another kind. */
const subject =
  "(?:(?!that\\b|which\\b|who\\b|whom\\b|whose\\b|where\\b|when\\b|if\\b|as\\b|what\\b)[\\w’'`-]+\\s+){1,4}?";

/** The words of `plain-english` that must not occur, but in the history. */
export const stiffWords: readonly Stiff[] = [
  { words: phrase('who(?:so|m)?ever'), instead: 'if you, anyone who' },
  { words: phrase('but for'), instead: 'except' },
  { words: phrase('(?:tells?|told) of'), instead: 'reports, says, about' },
  { words: phrase('what (?:(?:has|had) )?(?:became|becomes?|become) of'), instead: 'what happened to' },
  { words: phrase('(?:take|takes|taken|took|taking) (?:\\w+ )?away'), instead: 'delete, remove' },
  { words: phrase('nobody else'), instead: 'only' },
  { words: phrase('(?:is|are|was|were|be|been|being|has|have|had) told'), instead: 'gets, is published, is reported' },
  {
    words: phrase('told (?:apart|by|from|that|what|why|how|to|in|as|its|their|the)'),
    instead: 'reported, distinguished',
  },
  { words: phrase('(?:cannot|can|could|may) tell(?! you)'), instead: 'knows, distinguishes' },
  {
    words: phrase('tells? (?:apart|nobody|nothing|anybody|somebody|it|whether|that|which|what|how|on|from|this|one)'),
    instead: 'distinguishes, says, reports, notifies',
  },
  { words: phrase('(?:hears?|heard|hearing) of'), instead: 'learns, gets, knows' },
  { words: phrase("(?:keep|keeps|kept|keeping) (?:[\\w’'`-]+ ){1,5}from (?:\\w+ing)"), instead: 'stops, prevents' },
  { words: phrase('(?:unless|until|if|as) (?:it|they|you) (?:is|are) told'), instead: 'unless you set, as configured' },
  { words: new RegExp(`[,;:]\\s+for\\s+(?:th(?:at|is)\\s+|${subject})(?:${verbs})\\b`, 'g'), instead: 'because' },
];

/** A place in a text that has stiff words. */
export interface StiffWord {
  readonly line: number;
  readonly found: string;
  readonly instead: string;
}

/** Blanks what begins a line of a comment or a list, so that words are found across lines. Each character keeps its place. */
const withoutMargins = (text: string): string =>
  text.replaceAll(/^[ \t]*(?:\/\*\*?|\*\/?|\/\/+|#+|>)/gm, (margin) => ' '.repeat(margin.length));

/** Finds the stiff words of a text: of a page, or of the comments and texts of code. */
export function stiffWordsIn(text: string): readonly StiffWord[] {
  const prose = withoutMargins(text);
  return stiffWords.flatMap(({ words, instead }) =>
    [...prose.matchAll(words)].map(({ index, 0: found }) => ({
      line: prose.slice(0, index).split('\n').length,
      found: found.replaceAll(/\s+/g, ' '),
      instead,
    })),
  );
}
