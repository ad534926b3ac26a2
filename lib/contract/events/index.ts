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

/** The schema of the `detail` of every event that tells of a delivery: by its state, or by what else is known of it. */
export interface DeliveryDetails extends StateDetails {
  readonly failed: Schema<FailedEventDetail>;
  readonly letter_pdf_stored: Schema<LetterPdfEventDetail>;
}

/**
 * The `detail` of the event that tells that a delivery has come to a state, or that the PDF of a letter is kept.
 *
 * @example
 * const { delivery_id, failure } = deliveryDetails.failed.parse(event.detail);
 */
export const deliveryDetails: DeliveryDetails = deliverySchemas;

/** The `detail` of a `Text Received`: the one event that holds personal data. */
export const receivedTextDetail: Schema<ReceivedTextEventDetail> = receivedTextSchema;

/** The `detail` of a `Complaint Received`: someone reported an email as spam. It does not say who. */
export const complaintDetail: Schema<ComplaintEventDetail> = complaintSchema;

export type * from './details';
export type { Schema, SchemaError, SchemaIssue } from '../schema';
export { detailTypes, eventSource, type DetailType } from './names';
