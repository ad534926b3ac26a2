/**
 * A status of an email.
 *
 * @see https://docs.notifications.service.gov.uk/node.html#email-status-descriptions
 */
export type EmailStatus =
  'created' | 'sending' | 'delivered' | 'permanent-failure' | 'temporary-failure' | 'technical-failure';

/** `sent` is where a text to a country that reports no delivery ends; `pending` is not an end. */
export type SmsStatus = EmailStatus | 'pending' | 'sent';

/** `permanent-failure` is documented, but Notify does not set it any more. */
export type LetterStatus =
  | 'accepted'
  | 'received'
  | 'cancelled'
  | 'pending-virus-check'
  | 'virus-scan-failed'
  | 'validation-failed'
  | 'technical-failure'
  | 'permanent-failure';

/** A status of any notification. */
export type NotificationStatus = EmailStatus | SmsStatus | LetterStatus;

/** What the `status` filter takes: every status, and `failed` for all the failures at once. */
export type NotificationStatusFilter = NotificationStatus | 'failed' | 'returned-letter';
