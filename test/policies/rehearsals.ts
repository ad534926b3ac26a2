import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { randomUUID } from 'node:crypto';
import { messageAttributes } from '../../lib/contract/attributes';
import { deliveryId } from '../../lib/contract/identity';
import { payloads } from '../../lib/contract/payloads';
import { createDynamoSchedule } from '../../lambda/shared/aws/dynamo-schedule';
import { DynamoHoldStore } from '../../lambda/shared/aws/dynamo-hold-store';
import type { Hold, HoldScope } from '../../lambda/shared/holds/hold';
import { ids } from '../construct/stacks';
import { aLetter, anEmail, aText } from '../contract/messages';
import { aDelivery, aDeliveryThatIs } from '../shared/deliveries/deliveries';
import { aNotification } from '../shared/deliveries/notifications';
import { aCall, aReceipt, aReceivedText } from '../callbacks/callback-bodies';
import { handedOn } from '../callbacks/callbacks-in-test';
import { aPointer } from '../send/pointers';
import { anEvent, aRecord } from '../send/records';
import { refusal } from '../send/scripted-notify';
import { aScheduled } from '../shared/schedule/schedule-store-contract';
import { aText as aTextOfSomebody } from '../received-texts/received-texts-in-test';
import { arnOf } from './physical-names';
import { md5, type Answers } from './recording-cloud';
import { pipelineIds, type Rehearsal, type Stage } from './stage';
import { hour, iso } from '../../lib/contract/time';

const aHold = (scope: HoldScope, until: number, probe = false): Hold => ({
  scope,
  reason: 'a rehearsal',
  since: until - hour,
  until,
  probe,
  probes: 0,
});

const placed =
  (...holds: readonly Hold[]) =>
  async ({ table }: Stage): Promise<void> => {
    const store = new DynamoHoldStore(table.client, table.name);
    for (const hold of holds) await store.place(hold, hold.since);
  };

const now = Date.now();
const someone = (about: string) => ({ ...anEmail, email_address: `${about}@example.com` });
const sent = aDeliveryThatIs('sent', { sent_at: iso(now - 60_000) });
const received = aTextOfSomebody(now - 600_000);
const ofThisPipeline = { id: sent.notification_id, reference: `${pipelineIds.own}/${sent.id}` };

const answerOf = ({ body }: { readonly body: Buffer }): object => JSON.parse(body.toString()) as object;

/** Notify answers what is read with one after the other. */
function inTurn(...answers: object[]): Answers {
  return (request) => (request.startsWith('GET ') ? answers.shift() : undefined);
}

/** Puts a message into the bucket, at its root or under the prefix, and its pointer on the queue. */
function big(message: object, prefix: string, queue: { readonly arn?: string }): Rehearsal['acts'][number] {
  const key = prefix + randomUUID();
  const bucket = ids.bucket.toLowerCase();
  return {
    before: ({ s3 }) =>
      void s3.objects.set(`${bucket}/${key}`, { content: Buffer.from(JSON.stringify(message)), headers: {} }),
    event: anEvent(aRecord(aPointer({ bucket, key }).body, queue)),
  };
}

/** Some lanes are held from the start, and Notify takes some emails, fails on one, loses one and refuses the last. */
function sending(queue: { readonly arn?: string }): Rehearsal {
  const givenUp = { ...someone('failed'), idempotency_key: 'given up' };
  const on = (message: object) => aRecord(message, queue);
  return {
    bundle: 'send',
    acts: [
      {
        before: placed(...(['sms', 'international_sms', 'letter'] as const).map((scope) => aHold(scope, now + hour))),
        event: anEvent(on(someone('taken')), on(someone('lost'))),
      },
      ...['', payloads.prefix].flatMap((prefix) => [big(someone('taken'), prefix, queue), big(aText, prefix, queue)]),
      { event: anEvent(on({ ...anEmail, send_after: iso(now + hour) })) },
      { event: anEvent(on(aText), on({ ...aText, phone_number: '+33 1 23 45 67 89' }), on(aLetter)) },
      { event: anEvent(on(givenUp)) },
      {
        // The worker that had it is taken for dead, and its lane was seen to work since.
        before: ({ table: { client, name } }) =>
          client.send(
            new UpdateCommand({
              TableName: name,
              Key: { id: deliveryId(pipelineIds.own, givenUp.idempotency_key) },
              UpdateExpression: 'SET lease_until = :over, failures = :once',
              ExpressionAttributeValues: { ':over': now - hour, ':once': 1 },
            }),
          ),
        event: anEvent(on(givenUp)),
      },
      { event: anEvent(on(someone('refused'))) },
    ],
    answers: (request, { email_address: to }) => {
      if (request.startsWith('GET ')) return { notifications: [], links: {} };
      if (to === 'taken@example.com') return aNotification({ type: 'email' });
      if (to === 'failed@example.com') return answerOf(refusal(500, 'OperationalError', 'failed'));
      if (to !== 'refused@example.com') return undefined;
      return answerOf(refusal(429, 'TooManyRequestsError', 'Exceeded send limits'));
    },
  };
}

const send = sending({ arn: arnOf('sqs', ids.queue) });
const sendUrgent = sending({ arn: arnOf('sqs', ids.urgentQueue) });

const poll: Rehearsal = {
  acts: [
    {
      before: async ({ table }) => {
        const { id, notification_id = '', sent_at = '', ttl } = sent;
        await table.store.create(sent);
        await table.store.awaitTogether('email', [{ id, notification_id, sent_at }], ttl);
      },
      event: {},
    },
  ],
  answers: (request) =>
    request.startsWith('GET ')
      ? { notifications: [aNotification({ ...ofThisPipeline, id: sent.notification_id ?? '' })], links: {} }
      : undefined,
};

/** What each held queue has: a message that may go, one for later, and one for later that SQS would forget. */
function heldMessages(): object[] {
  const aHeld = (attributes: Readonly<Record<string, string>>, sentAt = now) => ({
    Body: JSON.stringify(anEmail),
    MD5OfBody: md5(JSON.stringify(anEmail)),
    ReceiptHandle: 'a receipt',
    Attributes: { SentTimestamp: String(sentAt) },
    MessageAttributes: Object.fromEntries(
      Object.entries(attributes).map(([name, StringValue]) => [name, { DataType: 'String', StringValue }]),
    ),
  });
  const later = { [messageAttributes.heldUntil]: iso(now + hour) };
  return [aHeld({}), aHeld(later), aHeld(later, now - 10 * 24 * hour)];
}

/** One hold ends. The next goes on, because Notify is down. */
const emptied = new Set<unknown>();
const release: Rehearsal = {
  acts: [
    { before: placed(aHold('email', now - hour)), event: {} },
    { before: placed(aHold('everything', now - hour, true)), event: {} },
  ],
  answers: (request, { QueueUrl: queue }) => {
    if (request !== 'AmazonSQS.ReceiveMessage' || emptied.has(queue)) return undefined;
    emptied.add(queue);
    return { Messages: heldMessages() };
  },
};

/** An urgent message and another are due. */
const releaseScheduled: Rehearsal = {
  acts: [
    {
      before: async ({ table, scheduled }) => {
        const store = createDynamoSchedule(table.client, scheduled);
        await store.put(aScheduled(1, { due: now }));
        await store.put(aScheduled(2, { due: now, place: '!urgent' }));
      },
      event: {},
    },
  ],
};

const letter = aDeliveryThatIs('sent', { type: 'letter', awaited: 'letter', sent_at: iso(now - hour) });
const announce: Rehearsal = {
  acts: [
    {
      event: {
        Records: [aDelivery(), letter].map((delivery, place) => ({
          eventName: 'INSERT',
          dynamodb: { SequenceNumber: String(place), NewImage: marshall(delivery) },
        })),
      },
    },
  ],
};

/** Notify has not made the PDF yet when it is first asked. */
const letterPdfs: Rehearsal = {
  acts: [
    { before: ({ table }) => table.store.create(letter), event: anEvent(aRecord({ delivery_id: letter.id })) },
    { event: anEvent(aRecord({ delivery_id: letter.id })) },
  ],
  answers: inTurn(
    answerOf(refusal(400, 'PDFNotReadyError', 'PDF not available yet, try again later')),
    Buffer.from('%PDF'),
  ),
};

/** A message for each queue, and a delivery that is over for a task, and one that is not for any. */
const taskOf = (message: object, more: object = {}) => ({
  task_token: 'a token',
  message,
  idempotency_key: 'task',
  urgent: false,
  waits_for: 3600,
  ...more,
});
const delivered = { state: 'delivered', changed_at: iso(now + hour) };
const ofTask = deliveryId(pipelineIds.own, 'task');
const sendTask: Rehearsal = {
  acts: [
    { event: taskOf(anEmail) },
    { event: taskOf(anEmail, { urgent: true, task_token: 'another', waits_for: 60 }) },
    {
      before: ({ table }) => table.store.create({ ...sent, id: ofTask, fingerprint: 'another message' }),
      event: taskOf(anEmail, { task_token: 'a third' }),
    },
    { event: anEvent(aRecord({ ...delivered, delivery_id: ofTask }), aRecord({ ...delivered, delivery_id: sent.id })) },
  ],
  answers: (request) => (request.startsWith('AWSStepFunctions.') ? {} : undefined),
};

const aReceiptFor = (pipelineId: string): object => aCall(aReceipt({ reference: `${pipelineId}/${sent.id}` }));
const oursTwice = [aReceipt(ofThisPipeline), aReceipt({ ...ofThisPipeline, status: 'sending' })];
const callbacks: Rehearsal = {
  acts: [
    { before: ({ table }) => table.store.create(sent), event: aCall(oursTwice[0]) },
    { event: aCall(oursTwice[1]) },
    { event: aCall(aReceivedText({ id: received.id })) },
    { event: aCall(aReceivedText({ id: received.id })) },
    { event: aReceiptFor(pipelineIds.byBus) },
    { event: aReceiptFor(pipelineIds.byQueue) },
    { event: anEvent(aRecord(handedOn(oursTwice[0], { to: pipelineIds.own }))) },
  ],
};

const receivedTexts: Rehearsal = {
  acts: [{ event: {} }],
  answers: (request) => {
    if (!request.startsWith('GET ')) return undefined;
    return { received_text_messages: request.includes('older_than') ? [] : [received], links: {} };
  },
};

/** Notify has the canary as soon as it is on the queue. */
let canaries: Stage['table']['store'] | undefined;
const canary: Rehearsal = {
  acts: [{ before: ({ table }) => void (canaries = table.store), event: {} }],
  answers: (request, { MessageBody }) => {
    if (request !== 'AmazonSQS.SendMessage') return undefined;
    const { idempotency_key } = JSON.parse(String(MessageBody)) as { readonly idempotency_key: string };
    void canaries?.create({ ...sent, id: deliveryId(pipelineIds.own, idempotency_key) });
    return undefined;
  },
};

/** By the names of the functions' bundles. */
export const rehearsals: Readonly<Record<string, Rehearsal>> = {
  announce,
  canary,
  'letter-pdfs': letterPdfs,
  'send-task': sendTask,
  poll,
  callbacks,
  release,
  'release-scheduled': releaseScheduled,
  send,
  'send-urgent': sendUrgent,
  'received-texts': receivedTexts,
};
