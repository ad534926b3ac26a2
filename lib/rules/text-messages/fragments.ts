import { downgradeCharacters, extendedGsm, welshBeyondGsm } from './characters';

/** The most characters a text message may have, without the service's name in front. */
export const longestTextMessage = 918;

/** How many characters Notify counts in a text: code points, before the text is downgraded, so `…` and 😀 are one. */
export function smsLength(text: string): number {
  let length = 0;
  for (const _character of text) length += 1;
  return length;
}

/** Whether the text needs 16-bit characters, because of a Welsh letter that GSM 03.38 lacks. */
export function needsUcs2(text: string): boolean {
  return Array.from(downgradeCharacters(text)).some((character) => welshBeyondGsm.has(character));
}

/** How many characters of the text take the room of two. */
export function extendedGsmCharacters(text: string): number {
  return Array.from(downgradeCharacters(text)).filter((character) => extendedGsm.has(character)).length;
}

/**
 * How many fragments a text message is sent and billed as. The text includes the service's name if that is sent with
 * it. 160 characters go into one fragment, else 153 into each; in 16-bit characters 70, else 67.
 */
export function smsFragments(textWithPrefix: string): number {
  const length = smsLength(textWithPrefix);
  if (needsUcs2(textWithPrefix)) return fragments(length, 70, 67);
  return fragments(length + extendedGsmCharacters(textWithPrefix), 160, 153);
}

function fragments(length: number, single: number, joined: number): number {
  return length <= single ? 1 : Math.ceil(length / joined);
}
