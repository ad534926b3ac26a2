import * as z from 'zod/mini';

/** An instant of our own making, or one of Notify's, which has microseconds. */
export const instant = z.iso.datetime();

/** What every event says. */
export const everyEvent = {
  version: z.literal('1').check(z.describe('Of this schema. Fields may be added under the same version.')),
  event_id: z
    .uuid()
    .check(z.describe('The same for every copy of the same event: dedupe on it, because events come at least once.')),
  pipeline_id: z.string().check(z.describe('Which pipeline published it, if several share a bus.')),
};

export const deliveryId = z.uuid().check(z.describe('The delivery, as the table has it.'));
export const notificationId = z.string().check(z.describe("Notify's id of the message."));
export const reference = z.string().check(z.describe("The caller's own reference, as it was on the queue message."));
