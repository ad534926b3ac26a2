import { recipientHash } from '../contract/recipient-hash';
import { foldEmailAddress, foldPhoneNumber, foldPostalAddress } from '../rules/recipients/fold';

/**
 * Whom messages were for: an email address, a phone number or a postal address. However it is spelled, with spaces or in
 * capitals, with +44 or 0, it finds the same.
 *
 * @example
 * const recipient: Recipient = { phoneNumber: '07700 900123' };
 */
export type Recipient =
  | { readonly emailAddress: string }
  | { readonly phoneNumber: string }
  /** The lines of a letter's address, in their order, the postcode or country last. */
  | { readonly addressLines: readonly string[] };

/** A recipient folded as the pipeline folds it before it hashes it. */
export function foldRecipient(recipient: Recipient): string {
  if ('emailAddress' in recipient) return foldEmailAddress(recipient.emailAddress);
  if ('phoneNumber' in recipient) return foldPhoneNumber(recipient.phoneNumber);
  return foldPostalAddress(recipient.addressLines);
}

/** What stands for it in the records. */
export const hashOf = (recipient: Recipient, key: string): string => recipientHash(foldRecipient(recipient), key);
