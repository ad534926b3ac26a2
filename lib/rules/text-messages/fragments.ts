import { extendedGsm, welshBeyondGsm } from './characters';

/** The most characters a text message may have, without the service's name in front. */
export const longestTextMessage = 918;

/** Whether a text, in the characters that are sent, needs 16 bits for each: a Welsh letter that GSM 03.38 lacks does. */
export function needsUcs2(text: string): boolean {
  return Array.from(text).some((character) => welshBeyondGsm.has(character));
}

/** How many characters of a text, in the characters that are sent, take the room of two. */
export function extendedGsmCharacters(text: string): number {
  return Array.from(text).filter((character) => extendedGsm.has(character)).length;
}

/**
 * How many fragments a text message is sent and billed as. The text is as it is sent: in the characters that are sent,
 * and with the service's name if that goes with it. 160 characters go into one fragment, else 153 into each; in 16-bit
 * characters 70, else 67.
 */
export function smsFragments(text: string): number {
  if (needsUcs2(text)) return fragments(text.length, 70, 67);
  return fragments(text.length + extendedGsmCharacters(text), 160, 153);
}

function fragments(length: number, single: number, joined: number): number {
  return length <= single ? 1 : Math.ceil(length / joined);
}
