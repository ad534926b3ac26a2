/** The most that one message may hold, so that reading it costs no more than its size. */
export const bounds = {
  /** Objects, lists, texts, numbers and all other values, the message itself among them. */
  values: 10_000,
  /** Objects and lists within one another, the message itself among them. */
  levels: 32,
} as const;

/** Why a message is refused that is beyond a bound. */
export type BeyondBounds = (typeof beyond)[keyof typeof beyond];

const beyond = {
  values: `must hold at most ${bounds.values} values; send less in one message`,
  levels: `must not be nested deeper than ${bounds.levels} levels`,
} as const;

const quote = 0x22;
const comma = 0x2c;
const backslash = 0x5c;
const isOpening = (code: number): boolean => code === 0x5b || code === 0x7b;
const isClosing = (code: number): boolean => code === 0x5d || code === 0x7d;
const isSpace = (code: number): boolean => code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;

/**
 * Counts what a text of JSON holds before anybody reads it: a megabyte of brackets would become a hundred. It looks at each
 * character once, stops at the first that is too much, and leaves what is no JSON to the parser.
 */
export function textBeyondBounds(json: string): BeyondBounds | undefined {
  let values = 1;
  let level = 0;
  let isEmpty = false;
  for (let at = 0; at < json.length; at += 1) {
    const code = json.charCodeAt(at);
    if (isSpace(code)) continue;
    if (code === quote) {
      at = endOfText(json, at);
    } else if (isOpening(code)) {
      level += 1;
      // For its first member, if it has one.
      values += 1;
    } else if (isClosing(code)) {
      level -= 1;
      if (isEmpty) values -= 1;
    } else if (code === comma) {
      values += 1;
    }
    isEmpty = isOpening(code);
    if (level > bounds.levels) return beyond.levels;
    // The first member of the innermost is counted before it is known to be there.
    if (values > bounds.values + level) return beyond.values;
  }
  return values > bounds.values ? beyond.values : undefined;
}

/** Where the text that begins at `start` has its closing quote. */
function endOfText(json: string, start: number): number {
  for (let at = json.indexOf('"', start + 1); at !== -1; at = json.indexOf('"', at + 1)) {
    let escapes = 0;
    while (json.charCodeAt(at - 1 - escapes) === backslash) escapes += 1;
    if (escapes % 2 === 0) return at;
  }
  return json.length;
}

/** The same of a value that is no text any more, or never was. */
export function valueBeyondBounds(value: unknown): BeyondBounds | undefined {
  let values = 1;
  let level = isObject(value) ? [value] : [];
  for (let depth = 1; level.length > 0; depth += 1) {
    if (depth > bounds.levels) return beyond.levels;
    const next: object[] = [];
    for (const outer of level) {
      const members: unknown[] = Object.values(outer);
      values += members.length;
      if (values > bounds.values) return beyond.values;
      next.push(...members.filter(isObject));
    }
    level = next;
  }
  return undefined;
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
