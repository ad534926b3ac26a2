/**
 * The events that a pipeline puts on its bus, as types and schemas.
 *
 * @module events
 */

import type { DeliveryState } from '../delivery';
import type { Schema } from '../schema';
import { complaintDetail as complaintSchema } from './complaint';
import { deliveryDetails as deliverySchemas } from './delivery';
import type {
  ComplaintEventDetail,
  DeliveryEventDetail,
  FailedEventDetail,
  LetterPdfEventDetail,
  ReceivedTextEventDetail,
} from './details';
import { receivedTextDetail as receivedTextSchema } from './received-text';

type StateDetails = {
  readonly [State in DeliveryState]: Schema<DeliveryEventDetail & { readonly state: State }>;
};

/** The schema of the `detail` of every event about a delivery: by its state, or by what else is known of it. */
export interface DeliveryDetails extends StateDetails {
  /** Of a `Notification Failed`. */
  readonly failed: Schema<FailedEventDetail>;
  /** Of a `Letter PDF Stored`. */
  readonly letter_pdf_stored: Schema<LetterPdfEventDetail>;
}

/**
 * The schemas of the `detail` of every event about a delivery.
 *
 * @example
 * const { delivery_id, failure } = deliveryDetails.failed.parse(event.detail);
 */
export const deliveryDetails: DeliveryDetails = deliverySchemas;

/**
 * The schema of the `detail` of a `Text Received`: the one event that holds personal data.
 *
 * @example
 * const { content, user_number } = receivedTextDetail.parse(event.detail);
 */
export const receivedTextDetail: Schema<ReceivedTextEventDetail> = receivedTextSchema;

/**
 * The schema of the `detail` of a `Complaint Received`: someone reported an email as spam. It does not say who.
 *
 * @example
 * const { notification_id } = complaintDetail.parse(event.detail);
 */
export const complaintDetail: Schema<ComplaintEventDetail> = complaintSchema;

export type * from './details';
export type { Schema, SchemaError, SchemaIssue } from '../schema';
export { detailTypes, eventSource, type DetailType } from './names';
