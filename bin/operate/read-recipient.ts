import type { Recipient } from '../../lib/records';

/**
 * Whom a text names: an email address, a phone number, or the lines of a postal address with commas or ends of lines between
 * them.
 * @throws Error for what is none of them; it does not repeat what may be somebody's address
 */
export function readRecipient(text: string): Recipient {
  const trimmed = text.trim();
  if (trimmed.includes('@')) return { emailAddress: trimmed };
  if (/^[+\d\s().-]+$/.test(trimmed) && /\d{5}/.test(trimmed.replace(/\D/g, ''))) return { phoneNumber: trimmed };
  const lines = trimmed.split(trimmed.includes('\n') ? '\n' : ',').filter((line) => line.trim() !== '');
  if (lines.length >= 3) return { addressLines: lines };
  throw new Error(
    '--recipient is not an email address, phone number or postal address; separate the lines of an address with commas',
  );
}
