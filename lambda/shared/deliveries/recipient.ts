import type { QueueMessage } from '../../../lib/contract/message';
import { isSmokeTest as isSmokeTestRecipient } from '../../../lib/rules/recipients/smoke-tests';
import { zeroWidthSpaces } from '../../../lib/rules/recipients/spaces';

/**
 * Whom a message is for, folded so that spellings of one address or number are the same. `undefined` for a
 * precompiled letter, whose address is inside its PDF.
 */
export function recipientOf(message: QueueMessage): string | undefined {
  switch (message.type) {
    case 'email':
      return message.email_address.replace(zeroWidthSpaces, '').replace(/\s/g, '').toLowerCase();
    case 'sms':
      return foldPhoneNumber(message.phone_number);
    case 'letter':
      return foldAddress(message.personalisation);
    case 'precompiled_letter':
      return undefined;
  }
}

function foldPhoneNumber(text: string): string {
  const number = text.replace(/[^\d+]/g, '').replace(/^(\+|00)/, '');
  // Without a country's code it is a UK number, with its 0 or, for a mobile, without.
  if (/^(0|7\d{9}$)/.test(number)) return `44${number.replace(/^0/, '')}`;
  return number.replace(/^440/, '44');
}

/** Longer than a line of any address. It may be megabytes of something else. */
const longestLine = 1000;
const addressFields = [1, 2, 3, 4, 5, 6, 7].map((line) => `address_line_${line}`).concat('postcode');

function foldAddress(personalisation: Readonly<Record<string, unknown>>): string {
  return addressFields
    .map((field) => personalisation[field])
    .filter((line) => typeof line === 'string' || typeof line === 'number')
    .map((line) =>
      String(line)
        .slice(0, longestLine)
        .toLowerCase()
        .replace(/[^\p{L}\p{N}]/gu, ''),
    )
    .filter(Boolean)
    .join('/');
}

/**
 * Whether Notify will answer 201 and keep nothing: a message to such a recipient can be neither looked up nor tracked.
 */
export function isSmokeTest(message: QueueMessage): boolean {
  return isSmokeTestRecipient(recipientOf(message) ?? '');
}
