import type * as z from 'zod/mini';
import { complaintDetail } from '../../lib/contract/events/complaint';
import { deliveryDetails } from '../../lib/contract/events/delivery';
import type * as details from '../../lib/contract/events/details';
import * as events from '../../lib/contract/events';
import { receivedTextDetail } from '../../lib/contract/events/received-text';
import { messageSchemas } from '../../lib/contract/message';
import type * as messages from '../../lib/contract/queue-message';

/** A type without what a schema does not say: `readonly`, and whether it is an interface or made of several. */
type Plain<Type> = Type extends object ? { -readonly [Field in keyof Type]: Plain<Type[Field]> } : Type;

type Same<One, Other> =
  (<Type>() => Type extends Plain<One> ? 1 : 2) extends <Type>() => Type extends Plain<Other> ? 1 : 2 ? true : false;

type Read<Schema extends z.ZodMiniType> = z.infer<Schema>;

// What is not true here does not compile.
const eventsAsWrittenOut: {
  readonly delivered: Same<
    Read<typeof deliveryDetails.delivered>,
    details.DeliveryEventDetail & { state: 'delivered' }
  >;
  readonly failed: Same<Read<typeof deliveryDetails.failed>, details.FailedEventDetail>;
  readonly letter_pdf_stored: Same<Read<typeof deliveryDetails.letter_pdf_stored>, details.LetterPdfEventDetail>;
  readonly text_received: Same<Read<typeof receivedTextDetail>, details.ReceivedTextEventDetail>;
  readonly complaint_received: Same<Read<typeof complaintDetail>, details.ComplaintEventDetail>;
} = { delivered: true, failed: true, letter_pdf_stored: true, text_received: true, complaint_received: true };

const messagesAsWrittenOut: {
  readonly email: Same<Read<typeof messageSchemas.email>, messages.EmailQueueMessage>;
  readonly sms: Same<Read<typeof messageSchemas.sms>, messages.SmsQueueMessage>;
  readonly letter: Same<Read<typeof messageSchemas.letter>, messages.LetterQueueMessage>;
  readonly precompiled_letter: Same<
    Read<typeof messageSchemas.precompiled_letter>,
    messages.PrecompiledLetterQueueMessage
  >;
} = { email: true, sms: true, letter: true, precompiled_letter: true };

const toldApart: {
  readonly optional: Same<{ a: string }, { a: string; b?: string }>;
  readonly undefined: Same<{ b?: string }, { b?: string | undefined }>;
  readonly deep: Same<{ a: { b: 'c' } }, { a: { b: string } }>;
} = { optional: false, undefined: false, deep: false };

describe('the types that are written out', () => {
  test('say of every event what its schema says', () => {
    expect(Object.values(eventsAsWrittenOut)).not.toContain(false);
  });

  test('say of every queue message what its schema says', () => {
    expect(Object.keys(messagesAsWrittenOut)).toEqual(Object.keys(messageSchemas));
    expect(Object.values(messagesAsWrittenOut)).not.toContain(false);
  });

  test('are held to them field by field', () => {
    expect(Object.values(toldApart)).not.toContain(true);
  });
});

describe('the schemas that the package gives of events', () => {
  test('are those that the pipeline itself goes by', () => {
    expect(events.deliveryDetails).toBe(deliveryDetails);
    expect(events.receivedTextDetail).toBe(receivedTextDetail);
    expect(events.complaintDetail).toBe(complaintDetail);
  });

  test('say what is wrong and where, also as Standard Schemas', async () => {
    expect(events.complaintDetail.safeParse({ version: '2' })).toMatchObject({
      success: false,
      error: { issues: expect.arrayContaining([expect.objectContaining({ path: ['version'] })]) },
    });
    expect(await events.complaintDetail['~standard'].validate({ version: '2' })).toMatchObject({
      issues: expect.arrayContaining([expect.objectContaining({ path: ['version'] })]),
    });
  });
});
