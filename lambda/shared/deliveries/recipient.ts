import type { QueueMessage } from '../../../lib/contract/message';
import { foldEmailAddress, foldPhoneNumber, foldPostalAddress } from '../../../lib/rules/recipients/fold';
import { isSmokeTest as isSmokeTestRecipient } from '../../../lib/rules/recipients/smoke-tests';

/** The fields of a letter's personalisation that are its address, in their order. */
export const addressFields = [1, 2, 3, 4, 5, 6, 7].map((line) => `address_line_${line}`).concat('postcode');

/**
 * Whom a message is for, folded so that spellings of one address or number are the same. `undefined` for a
 * precompiled letter, whose address is inside its PDF.
 */
export function recipientOf(message: QueueMessage): string | undefined {
  switch (message.type) {
    case 'email':
      return foldEmailAddress(message.email_address);
    case 'sms':
      return foldPhoneNumber(message.phone_number);
    case 'letter':
      return foldPostalAddress(addressFields.map((field) => message.personalisation[field]));
    case 'precompiled_letter':
      return undefined;
  }
}

/**
 * Whether Notify will answer 201 and keep nothing: a message to such a recipient can be neither looked up nor tracked.
 */
export function isSmokeTest(message: QueueMessage): boolean {
  return isSmokeTestRecipient(recipientOf(message) ?? '');
}
