import type { Delivery, DeliveryState } from './delivery';

/** The `source` of every event of ours on the bus. */
export const eventSource = 'cdk-govuk-notify';

/** The `detail-type` of the event that tells of each state. */
export const detailTypes: Readonly<Record<DeliveryState, string>> = {
  sending: 'Notification Sending',
  held: 'Notification Held',
  sent: 'Notification Sent',
  sent_untracked: 'Notification Sent Untracked',
  delivered: 'Notification Delivered',
  failed: 'Notification Failed',
  rejected: 'Notification Rejected',
  expired: 'Notification Expired',
};

/** What an event says. It names no recipient and holds no content; absent values are left out. */
export interface DeliveryEventDetail extends Pick<
  Delivery,
  | 'type'
  | 'state'
  | 'failure'
  | 'status'
  | 'reason'
  | 'notification_id'
  | 'template_id'
  | 'template_version'
  | 'reference'
  | 'metadata'
  | 'attempts'
  | 'duplicate_suspected'
  | 'created_at'
  | 'changed_at'
  | 'sent_at'
  | 'completed_at'
  | 'cost_in_pounds'
  | 'cost_details'
> {
  readonly version: '1';
  /** The same for every copy of the same event: dedupe on it, for events come at least once. */
  readonly event_id: string;
  readonly pipeline_id: string;
  readonly delivery_id: string;
}

export interface DeliveryEvent {
  readonly source: typeof eventSource;
  readonly detailType: string;
  readonly time: Date;
  readonly detail: DeliveryEventDetail;
}
