import * as z from 'zod/mini';
import { deliveryStates, failures, type DeliveryState } from '../delivery';
import { messageTypes } from '../message';
import { deliveryId, everyEvent, instant, notificationId, reference } from './common';
import { costDetails } from './cost-details';
import type { DeliveryEventDetail } from './details';
import type { detailTypes, eventSource } from './names';

const failure = z
  .enum(failures)
  .check(z.describe('How it failed. `returned`: a letter that was delivered has come back.'));

const pdf = {
  pdf_bucket: z.string().check(z.describe('The bucket that the PDF of the letter is kept in.')),
  pdf_key: z.string().check(z.describe('The key of the PDF in that bucket.')),
  pdf_stored_at: instant.check(z.describe('When the PDF was put there.')),
};

/** What an event says of a delivery, whatever its state. It names no recipient and holds no content. */
const anyDelivery = z.object({
  ...everyEvent,
  delivery_id: deliveryId,
  type: z.enum([...messageTypes, 'unknown']).check(z.describe('`unknown` when the message could not be read.')),
  sender: z.optional(
    z.string().check(z.describe('Which of the services that share the pipeline published it, as its publisher says.')),
  ),
  state: z.enum(deliveryStates),
  failure: z.optional(failure),
  status: z.optional(z.string().check(z.describe("Notify's own word for where the message is."))),
  reason: z.optional(z.string().check(z.describe('Why it is in this state, for a person to read.'))),
  notification_id: z.optional(notificationId),
  template_id: z.optional(z.string()),
  template_version: z.optional(z.number()),
  reference: z.optional(reference),
  metadata: z.optional(
    z.record(z.string(), z.string()).check(z.describe("The caller's own values, as they were on the queue message.")),
  ),
  attempts: z.number().check(z.describe('How many times the message was given to Notify.')),
  duplicate_suspected: z.optional(
    z.literal(true).check(z.describe('Notify holds more than one message for it: somebody may have got it twice.')),
  ),
  redirected: z.optional(
    z.literal(true).check(z.describe('The recipient guard had it sent to another recipient than it was for.')),
  ),
  traceparent: z.optional(
    z
      .string()
      .check(
        z.describe(
          'Where the publisher was in its trace, as W3C writes it. There if the pipeline traces and the message came with a trace.',
        ),
      ),
  ),
  created_at: instant.check(z.describe('When the message was first seen.')),
  changed_at: instant.check(z.describe('When it came to this state.')),
  sent_at: z.optional(instant.check(z.describe('When Notify took it.'))),
  completed_at: z.optional(instant.check(z.describe('When it came to its end, as Notify says.'))),
  cost_in_pounds: z.optional(z.number()),
  cost_details: z.optional(costDetails),
  pdf_bucket: z.optional(pdf.pdf_bucket),
  pdf_key: z.optional(pdf.pdf_key),
  pdf_stored_at: z.optional(pdf.pdf_stored_at),
});

const thatIs = <State extends DeliveryState>(state: State) => z.extend(anyDelivery, { state: z.literal(state) });

/** The `detail` of the event that says a delivery has reached a state, or that the PDF of a letter is stored. */
export const deliveryDetails = {
  sending: thatIs('sending'),
  held: thatIs('held'),
  sent: thatIs('sent'),
  sent_untracked: thatIs('sent_untracked'),
  delivered: thatIs('delivered'),
  failed: z.extend(thatIs('failed'), { failure }),
  rejected: thatIs('rejected'),
  expired: thatIs('expired'),
  cancelled: thatIs('cancelled'),
  letter_pdf_stored: z.extend(anyDelivery, pdf),
};

/** A change of a delivery, as it is put on the bus. */
export interface DeliveryEvent {
  readonly source: typeof eventSource;
  readonly detailType: (typeof detailTypes)[keyof typeof deliveryDetails];
  readonly time: Date;
  readonly detail: DeliveryEventDetail;
}
