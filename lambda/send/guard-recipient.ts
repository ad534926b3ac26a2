import type { RecipientGuardSettings } from '../../lib/contract/recipient-guard';
import type { QueueMessage } from '../../lib/contract/message';
import { checkEmailAddress, checkPhoneNumber } from '../../lib/rules/recipients/check-recipient';

/** What may be given to Notify: a message as it is allowed, the same to somebody else, or, if it is stopped, nothing of it. */
export interface GuardedMessage {
  readonly kind: 'allowed' | 'redirected' | 'stopped';
  readonly message: QueueMessage;
}

/** Decides for one message. */
export type GuardRecipient = (message: QueueMessage) => GuardedMessage;

/**
 * Makes the decision of a recipient guard. It compares what Notify makes of an address or number, and what is allowed goes to
 * Notify in that form: whatever a spelling might mean to anybody else, the message can reach nobody but the one that was
 * compared. We cannot know where a letter that is a PDF goes, and no letter can be redirected, so no letter is allowed.
 */
export function createRecipientGuard({
  emails,
  domains,
  phoneNumbers,
  redirectTo = {},
}: RecipientGuardSettings): GuardRecipient {
  const allowedEmails = new Set(emails.flatMap(normalisedEmail));
  const allowedDomains = new Set(domains.map((domain) => domain.trim().toLowerCase().replace(/^@/, '')));
  const allowedNumbers = new Set(phoneNumbers.flatMap(normalisedNumber));
  const [insteadEmail] = redirectTo.email === undefined ? [] : normalisedEmail(redirectTo.email);
  const [insteadNumber] = redirectTo.phoneNumber === undefined ? [] : normalisedNumber(redirectTo.phoneNumber);

  return (message) => {
    const stopped = { kind: 'stopped', message } as const;
    switch (message.type) {
      case 'email': {
        const [address] = normalisedEmail(message.email_address);
        if (address === undefined) return stopped;
        if (allowedEmails.has(address) || allowedDomains.has(domainOf(address))) {
          return { kind: 'allowed', message: { ...message, email_address: address } };
        }
        if (insteadEmail === undefined) return stopped;
        return { kind: 'redirected', message: { ...message, email_address: insteadEmail } };
      }
      case 'sms': {
        const [number] = normalisedNumber(message.phone_number);
        if (number === undefined) return stopped;
        if (allowedNumbers.has(number)) return { kind: 'allowed', message: { ...message, phone_number: `+${number}` } };
        if (insteadNumber === undefined) return stopped;
        return { kind: 'redirected', message: { ...message, phone_number: `+${insteadNumber}` } };
      }
      case 'letter':
      case 'precompiled_letter':
        return stopped;
    }
  };
}

/** What Notify makes of an address. Nothing: it would refuse it. */
function normalisedEmail(text: string): readonly string[] {
  const checked = checkEmailAddress(text);
  return checked.valid ? [checked.normalised] : [];
}

/** What Notify makes of a number. Nothing: it would refuse it. */
function normalisedNumber(text: string): readonly string[] {
  const checked = checkPhoneNumber(text);
  return checked.valid ? [checked.normalised] : [];
}

const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1);
