/** What text messages are held to, besides Notify's own limits. */
export interface TextRule {
  /** How many may go to one number in any hour. */
  readonly perNumberAnHour?: number;
  /** How many may go to one number in any 24 hours. */
  readonly perNumberADay?: number;
  /** The countries that they may go to, by their codes of ISO 3166-1, such as `GB`. */
  readonly countries?: readonly string[];
  /** What may be spent on them from 00:00 to 24:00 UTC, in fragments at the price of the UK. Above it they are held. */
  readonly fragmentsADay?: number;
}

/** What the construct gives the send functions, as JSON. */
export interface TextLimitSettings extends TextRule {
  /** What urgent ones are held to instead, counted apart. Without it they are held to the same, and counted together. */
  readonly urgent?: TextRule;
}

/** Reads what the construct gives. `undefined`: text messages are held to nothing. */
export const parseTextLimits = (json: string | undefined): TextLimitSettings | undefined =>
  json ? (JSON.parse(json) as TextLimitSettings) : undefined;

/** What Notify charges for a fragment to the UK, in pounds without VAT. */
export const poundsPerFragment = 0.024;

/** The most that a number can be allowed in a day: its item holds an entry for each. */
export const mostTextsPerNumber = 100;
