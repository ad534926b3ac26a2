import { format, getFormatInfo, isDateFormat } from 'numfmt';
import { day } from '../../../lib/contract/time';

/** In milliseconds. */

/** Formats that say: as the machine is set. */
const ofMachine = [
  { pattern: /\[\$-(F800|x-sysdate)\]/i, code: 'dd mmmm yyyy' },
  { pattern: /\[\$-(F400|x-systime)\]/i, code: 'hh:mm:ss' },
] as const;

/**
 * A number as a person sees it in a cell of this format, where the spreadsheet is set to British English. Except for one
 * thing: all digits of a number stand there, and no power of ten, because a phone number is often stored as a number.
 */
export function displayedNumber(value: number, code: string): string {
  try {
    const own = ofMachine.find(({ pattern }) => pattern.test(code))?.code ?? code;
    // A moment counts in parts of a day, and may be a hair before the minute that was meant.
    const shown = format(own, isDateFormat(own) ? Math.round(value * day) / day : value, { locale: 'en-GB' });
    return hasPower(shown, own) ? allDigits(value) : shown;
  } catch {
    // Not a format that a spreadsheet would take either.
    return allDigits(value);
  }
}

/** What looks like a power of ten may be words of the format, such as a unit. */
const hasPower = (shown: string, code: string): boolean =>
  /\de[+-]?\d/i.test(shown) && ['general', 'scientific', 'text'].includes(getFormatInfo(code).type);

/** A text as a person sees it in a cell of this format: hardly any does anything to it. */
export function displayedText(text: string, code: string): string {
  if (!/[@;]/.test(code)) return text;
  try {
    return format(code, text, { locale: 'en-GB' });
  } catch {
    return text;
  }
}

/** A spreadsheet keeps 15 of them. */
function allDigits(value: number): string {
  const kept = Number(value.toPrecision(15));
  if (Number.isInteger(kept)) return BigInt(kept).toString();
  return Math.abs(kept) < 1e-6 ? kept.toFixed(20).replace(/0+$/, '') : String(kept);
}
