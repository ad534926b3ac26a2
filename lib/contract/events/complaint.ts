import * as z from 'zod/mini';
import { deliveryId, everyEvent, instant, notificationId, reference } from './common';
import type { ComplaintEventDetail } from './details';
import type { detailTypes, eventSource } from './names';

/** The `detail` of a `Complaint Received`: someone reported an email as spam. It does not say who. */
export const complaintDetail = z.object({
  ...everyEvent,
  id: z.string().check(z.describe("Notify's id of the complaint.")),
  notification_id: notificationId,
  delivery_id: z.optional(deliveryId),
  reference: z.optional(reference),
  complained_at: instant,
});

/** A complaint, as it is put on the bus. */
export interface ComplaintEvent {
  readonly source: typeof eventSource;
  readonly detailType: (typeof detailTypes)['complaint_received'];
  readonly time: Date;
  readonly detail: ComplaintEventDetail;
}
