import type { DeliveryState } from '../delivery';

/** The `source` of every event of ours on the bus. */
export const eventSource = 'cdk-govuk-notify';

/** The `detail-type` of every event: of a delivery by the state it has come to, and of what comes in through Notify. */
export const detailTypes = {
  sending: 'Notification Sending',
  held: 'Notification Held',
  sent: 'Notification Sent',
  sent_untracked: 'Notification Sent Untracked',
  delivered: 'Notification Delivered',
  failed: 'Notification Failed',
  rejected: 'Notification Rejected',
  expired: 'Notification Expired',
  text_received: 'Text Received',
  complaint_received: 'Complaint Received',
} as const satisfies Readonly<Record<DeliveryState | 'text_received' | 'complaint_received', string>>;

export type DetailType = (typeof detailTypes)[keyof typeof detailTypes];
