import type { DeliveryState } from '../delivery';

/**
 * The `source` of every event of ours on the bus.
 *
 * @example
 * const pattern = { source: [eventSource] };
 */
export const eventSource = 'cdk-govuk-notify';

/**
 * The `detail-type` of every event: of a delivery by the state it has come to or by what else is known of it, and of what
 * comes in through Notify.
 *
 * @example
 * notify.onEvent('Sent', { eventPattern: { detailType: [detailTypes.sent] }, target: new LambdaFunction(handler) });
 */
export const detailTypes = {
  sending: 'Notification Sending',
  held: 'Notification Held',
  sent: 'Notification Sent',
  sent_untracked: 'Notification Sent Untracked',
  delivered: 'Notification Delivered',
  failed: 'Notification Failed',
  rejected: 'Notification Rejected',
  expired: 'Notification Expired',
  cancelled: 'Notification Cancelled',
  letter_pdf_stored: 'Letter PDF Stored',
  text_received: 'Text Received',
  complaint_received: 'Complaint Received',
} as const satisfies Readonly<
  Record<DeliveryState | 'letter_pdf_stored' | 'text_received' | 'complaint_received', string>
>;

/** A `detail-type` of an event. */
export type DetailType = (typeof detailTypes)[keyof typeof detailTypes];
