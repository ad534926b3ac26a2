/** How hard a page is to read. */
export interface Readability {
  readonly words: number;
  readonly sentences: number;
  /** Words in a sentence, on average. */
  readonly sentenceLength: number;
  /** The Flesch–Kincaid grade: the years of school that it takes to read it. */
  readonly grade: number;
}

/** The sentences of a page's prose: no code, tables or headings. A line of a list is a sentence of its own. */
export function sentencesOf(markdown: string): readonly string[] {
  return markdown
    .replaceAll(/^```[^]*?^```$/gm, '\n\n')
    .replaceAll(/^(?:\||#).*$/gm, '\n\n')
    .replaceAll(/!\[[^\]]*\]\([^)]*\)/g, '')
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replaceAll(/`[^`]*`/g, 'code')
    .replaceAll(/\*\*/g, '')
    .split(/\n\s*\n|^\s*(?:-|\d+\.) /m)
    .flatMap((block) => block.split(/[.!?:](?=\s|$)/))
    .map((sentence) => sentence.replaceAll(/\s+/g, ' ').trim())
    .filter((sentence) => wordsOf(sentence).length > 1);
}

const wordsOf = (sentence: string): readonly string[] => sentence.match(/[\p{L}\d][\p{L}\d'’,-]*/gu) ?? [];

/** Counts groups of vowels, without a mute e at the end. */
function syllablesOf(word: string): number {
  const groups = word
    .toLowerCase()
    .replace(/(?:[^laeiouy]es|ed|[^laeiouy]e)$/, '')
    .match(/[aeiouy]+/g);
  return Math.max(1, groups?.length ?? 1);
}

/** Measures a page in Markdown. */
export function readabilityOf(markdown: string): Readability {
  const sentences = sentencesOf(markdown);
  const words = sentences.flatMap(wordsOf);
  const syllables = words.reduce((sum, word) => sum + syllablesOf(word), 0);
  const sentenceLength = words.length / Math.max(1, sentences.length);
  return {
    words: words.length,
    sentences: sentences.length,
    sentenceLength,
    grade: 0.39 * sentenceLength + 11.8 * (syllables / Math.max(1, words.length)) - 15.59,
  };
}
