import { checkPhoneNumber } from '../../rules/recipients/check-recipient';
import { renderTemplate } from '../../rules/templates/render';
import { precompiled, shownStatus } from '../endpoints/notification-view';
import type { StoredNotification, RawStatus } from './notification';

/** Which messages are meant: those that fit every property given. */
export interface MessageFilter {
  /**
   * A part of the subject or the text, in whatever case.
   *
   * @default any
   */
  readonly q?: string;
  /**
   * The whole email address or phone number, however it is written; for a letter the first line of the address.
   *
   * @default any
   */
  readonly to?: string;
  /**
   * The message's reference.
   *
   * @default any
   */
  readonly reference?: string;
  /**
   * The channel.
   *
   * @default any
   */
  readonly type?: StoredNotification['type'];
  /**
   * As Notify shows it or stores it; `failed` is all failures.
   *
   * @default any
   */
  readonly status?: string;
  /**
   * Id or name.
   *
   * @default any
   */
  readonly template?: string;
  /**
   * Id or name.
   *
   * @default any
   */
  readonly service?: string;
  /**
   * The type of the key that it was sent with.
   *
   * @default any
   */
  readonly key?: StoredNotification['keyType'];
  /**
   * Only those sent before the message with this id.
   *
   * @default any
   */
  readonly before?: string;
  /** At most so many: the newest. @default all */
  readonly limit?: number;
}

/** What a message has to be, without how many. */
export type MessageCriteria = Omit<MessageFilter, 'before' | 'limit'>;

const failures: ReadonlySet<RawStatus> = new Set<RawStatus>([
  'technical-failure',
  'temporary-failure',
  'permanent-failure',
  'validation-failed',
  'virus-scan-failed',
  'returned-letter',
]);

/** Whether a message fits. What is quick to see is looked at first, the text last. */
export function matcherOf(criteria: MessageCriteria): (message: StoredNotification) => boolean {
  const { q, to, reference, type, status, template, service, key } = criteria;
  const address = to === undefined ? undefined : addressKey(to);
  const words = q?.trim().toLowerCase();
  return (message) =>
    (type === undefined || message.type === type) &&
    (key === undefined || message.keyType === key) &&
    (reference === undefined || message.reference === reference) &&
    (status === undefined || hasStatus(message, status)) &&
    (template === undefined || message.template?.id === template || message.template?.name === template) &&
    (service === undefined || message.service.id === service || message.service.name === service) &&
    (address === undefined || isTo(message, address)) &&
    (words === undefined || words === '' || textOf(message).includes(words));
}

function hasStatus(message: StoredNotification, status: string): boolean {
  if (status === 'failed') return failures.has(message.status);
  return message.status === status || shownStatus(message) === status;
}

function isTo(message: StoredNotification, address: string): boolean {
  const recipient = shownRecipient(message);
  // Reading a phone number takes long, and most end in other digits.
  const mayBe = recipient.toLowerCase() === address || endOf(recipient) === endOf(address);
  return recipient !== '' && mayBe && addressKey(recipient) === address;
}

const endOf = (recipient: string): string => recipient.replace(/\D/g, '').slice(-6);

/** An address or number as it is compared: it may be written in several ways. */
function addressKey(recipient: string): string {
  const trimmed = recipient.trim().toLowerCase();
  if (!/^[\d\s()+.-]{6,}$/.test(trimmed)) return trimmed;
  const phone = checkPhoneNumber(trimmed);
  return phone.valid ? phone.normalised : trimmed;
}

/** Whom a message is to: of a letter the first line of the address, as it was given. */
export function shownRecipient({ type, recipient, template, personalisation }: StoredNotification): string {
  if (type !== 'letter') return recipient;
  if (template === null) return 'Provided as PDF';
  const line = personalisation?.['address_line_1'] ?? personalisation?.['addressline1'];
  return typeof line === 'string' ? line : '';
}

function textOf({ version, personalisation }: StoredNotification): string {
  const { subject, body } = version ? renderTemplate(version, personalisation) : precompiled;
  return `${subject ?? ''}\n${body}`.toLowerCase();
}
