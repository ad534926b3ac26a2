import { deliveryEventOf } from '../../lambda/shared/deliveries/delivery-event';
import { openTable, type TableInProcess } from '../shared/deliveries/table-in-process';
import { aLetter, anEmail, aPrecompiledLetter, aText, oneOfEachType } from '../contract/messages';
import { deliveryId } from '../../lib/contract/identity';
import { noon } from '../shared/deliveries/deliveries';
import { aRecord } from './records';
import { meets } from './scripted-notify';
import { aKey, openSender, pipelineId, sentAnew, type SenderInTest } from './sender-in-test';

let table: TableInProcess;
let sender: SenderInTest;
beforeAll(async () => {
  table = await openTable();
});
beforeEach(() => {
  sender = openSender(table);
});
afterAll(() => table.close());

describe('send: queue message', () => {
  it.each(oneOfEachType)(
    'a message of type $type is given to Notify once, under a reference that leads back to it',
    async (message) => {
      const key = aKey();
      expect(await sender.take(aRecord({ ...message, idempotency_key: key, reference: 'claim 7' }))).toEqual([]);

      const reference = `claim 7/${pipelineId}/${deliveryId(pipelineId, key)}`;
      const { type, ...fields } = message;
      const channel = type === 'precompiled_letter' ? 'letter' : type;
      expect(sender.notify.posts).toEqual([
        { path: `/v2/notifications/${channel}`, body: { ...fields, reference }, at: noon },
      ]);
      expect(await sender.recordOf(key)).toMatchObject({
        state: 'sent',
        type,
        attempts: 1,
        awaited: channel,
        reference: 'claim 7',
        notification_id: sender.notify.rows[0]?.id,
      });
      expect(sender.monitor.counts).toEqual({ Sent: 1 });
    },
  );

  it('a message is sent with every field that Notify accepts', async () => {
    const email = {
      ...anEmail,
      email_reply_to_id: 'a reply-to',
      one_click_unsubscribe_url: 'https://example.com/unsubscribe',
      sanitise_content_for: ['name'],
    };
    await sender.take(
      aRecord(email),
      aRecord({ ...aText, sms_sender_id: 'a sender' }),
      aRecord({ ...aPrecompiledLetter, postage: 'first' }),
    );
    const { type: _type, ...fields } = email;
    expect(sender.notify.posts.map(({ body }) => body)).toEqual([
      expect.objectContaining(fields),
      expect.objectContaining({ sms_sender_id: 'a sender' }),
      expect.objectContaining({ postage: 'first' }),
    ]);
  });

  it('a message with no key of its own is known by its SQS id, even after it is requeued', async () => {
    const record = aRecord(anEmail);
    sender.notify.nextPosts(meets.loss(false));
    await sender.take(record);
    await sender.letTheNextComeBack();
    expect(sender.notify.posts).toHaveLength(2);
    expect(sender.notify.posts[0]?.body['reference']).toBe(sender.notify.posts[1]?.body['reference']);
    expect(await sender.recordOf(record.messageId)).toMatchObject({ state: 'sent' });
  });

  it.each([
    '5D7C0A0E-5B0F-4D43-8A36-6F1F9D7B1C01',
    '5d7c0a0e5b0f4d438a366f1f9d7b1c01',
    '{5d7c0a0e-5b0f-4d43-8a36-6f1f9d7b1c01}',
    'urn:uuid:5d7c0a0e-5b0f-4d43-8a36-6f1f9d7b1c01',
  ])('a record has the template id in one form, however it is spelt: %s', async (template_id) => {
    const record = aRecord({ ...anEmail, template_id });
    await sender.take(record);
    expect(await sender.recordOf(record.messageId)).toMatchObject({ template_id });
  });

  it('a message is not looked up before it is first sent', async () => {
    await sender.take(aRecord(anEmail), aRecord(aText), aRecord(aLetter));
    expect(sender.notify.reads).toEqual([]);
  });
});

describe('send: invalid message', () => {
  const bad = [
    ['that is not JSON', 'Dear Amala', /JSON/],
    ['that is empty', '', /JSON/],
    ['that is a list', [anEmail], /the message must be an object/],
    ['with a missing field', { type: 'sms', template_id: 'x' }, /^phone_number is missing$/],
    ['with an unknown field', { ...anEmail, emailAddress: 'x' }, /^unknown field emailAddress$/],
    ['with a field of a wrong type', { ...anEmail, personalisation: 'Amala' }, /^personalisation must be an object$/],
    ['of an unknown type', { ...anEmail, type: 'fax' }, /^type must be one of/],
    ['with half a character', { ...anEmail, idempotency_key: '\ud800' }, /^idempotency_key must not hold half/],
  ] as const;

  it.each(bad)(
    'a message %s is rejected with what is wrong, in its record and in an event',
    async (_what, body, reason) => {
      const record = aRecord(body);
      expect(await sender.take(record)).toEqual([]);
      const delivery = await sender.refusedRecordOf(record);
      expect(delivery).toMatchObject({
        state: 'rejected',
        type: 'unknown',
        reason: expect.stringMatching(reason),
        attempts: 0,
      });
      expect(delivery && deliveryEventOf(undefined, delivery, pipelineId)).toMatchObject({
        detailType: 'Notification Rejected',
        detail: { reason: delivery?.reason },
      });
      expect(sender.notify.posts).toEqual([]);
      expect(sender.queues.buried).toEqual([]);
      expect(sender.monitor.counts).toEqual({ Rejected: 1 });
    },
  );

  it('invalid messages in a batch do not affect the valid ones, and are not retried', async () => {
    const good = [aRecord(anEmail), aRecord(aText), aRecord(aLetter)];
    const batch = [good[0], ...bad.map(([, body]) => aRecord(body)), good[1], good[2]];
    expect(await sender.take(...batch.filter((record) => record !== undefined))).toEqual([]);
    for (const { messageId } of good) expect(await sender.recordOf(messageId)).toMatchObject({ state: 'sent' });
    expect(sender.notify.posts).toHaveLength(3);
  });

  it('an invalid message that SQS delivers twice is counted once', async () => {
    const record = aRecord('Dear Amala');
    await sender.take(record);
    await sender.take({ ...record, receiptHandle: 'another' });
    expect(sender.monitor.counts).toEqual({ Rejected: 1 });
  });
});

describe('send: duplicates', () => {
  it('a message published twice under one key is sent once, however far apart', async () => {
    const key = aKey();
    await sender.take(aRecord({ ...anEmail, idempotency_key: key }));
    sender.clock.moveBy(86_400_000);
    expect(await sender.take(aRecord({ ...anEmail, idempotency_key: key }))).toEqual([]);
    expect(sender.notify.posts).toHaveLength(1);
    expect(sender.monitor.counts).toEqual({ Sent: 1, Duplicate: 1 });
  });

  it('a message that SQS delivers twice is sent once', async () => {
    const record = aRecord(anEmail);
    await sender.take(record);
    await sender.take({ ...record, receiptHandle: 'another' });
    expect(sender.notify.posts).toHaveLength(1);
  });

  it('a message that several workers receive at once is sent by one, and the others find it done', async () => {
    const record = aRecord(anEmail);
    const failed = await Promise.all([
      sender.take(record),
      sender.take(sentAnew(record)),
      sender.take(sentAnew(record)),
    ]);
    expect(failed.flat()).toEqual([]);
    expect(sender.notify.posts).toHaveLength(1);
    await sender.letAllComeBack();
    expect(sender.notify.posts).toHaveLength(1);
    expect(sender.monitor.counts).toEqual({ Sent: 1, Duplicate: 2 });
  });

  it('a message that is ten times in one batch is sent once', async () => {
    const key = aKey();
    const copies = Array.from({ length: 10 }, () => aRecord({ ...aText, idempotency_key: key }));
    expect(await sender.take(...copies)).toEqual([]);
    await sender.letAllComeBack();
    expect(sender.notify.posts).toHaveLength(1);
    expect(await sender.recordOf(key)).toMatchObject({ state: 'sent', attempts: 1 });
  });

  it('a different message under a used key is rejected, and the first one stands', async () => {
    const key = aKey();
    await sender.take(aRecord({ ...anEmail, idempotency_key: key }));
    const other = aRecord({ ...anEmail, idempotency_key: key, personalisation: { name: 'Bola' }, reference: 'mine' });
    expect(await sender.take(other)).toEqual([]);
    const reason = `idempotency_key was used for another message, delivery ${deliveryId(pipelineId, key)}; give each message its own`;
    expect(await sender.refusedRecordOf(other)).toMatchObject({
      state: 'rejected',
      type: 'email',
      reason,
      reference: 'mine',
    });
    expect(await sender.recordOf(key)).toMatchObject({ state: 'sent' });
    expect(sender.notify.posts).toHaveLength(1);
  });

  it('a message that is corrected after a rejection is sent under the same key', async () => {
    const key = aKey();
    sender.notify.nextPosts(meets.refusal(400, 'BadRequestError', 'Missing personalisation: name'));
    await sender.take(aRecord({ ...anEmail, personalisation: {}, idempotency_key: key }));
    expect(await sender.recordOf(key)).toMatchObject({ state: 'rejected' });
    await sender.take(aRecord({ ...anEmail, idempotency_key: key }));
    expect(await sender.recordOf(key)).toMatchObject({ state: 'sent', attempts: 1 });
  });
});

describe('send: rejection', () => {
  it.each([
    [400, 'BadRequestError', 'Missing personalisation: name', /Missing personalisation: name/],
    [400, 'ValidationError', 'email_address Not a valid email address', /email_address Not a valid email address/],
    [400, 'BadRequestError', 'Template not found', /Template not found/],
  ])(
    'a message that Notify refuses (%i %s: %s) is rejected, and never becomes a dead letter',
    async (status, error, message, reason) => {
      const record = aRecord(anEmail);
      sender.notify.nextPosts(meets.refusal(status, error, message));
      expect(await sender.take(record)).toEqual([]);
      const delivery = await sender.recordOf(record.messageId);
      expect(delivery).toMatchObject({ state: 'rejected', attempts: 1, reason: expect.stringMatching(reason) });
      expect(delivery).not.toHaveProperty('awaited');
      const { waitingFor, parked, buried } = sender.queues;
      expect([...waitingFor, ...parked, ...buried, ...(await sender.holds())]).toEqual([]);
      expect(sender.monitor.counts).toEqual({ Rejected: 1 });
    },
  );
});

describe('send: send_after and expires_at', () => {
  it('a message past expires_at ends as expired, and is not sent', async () => {
    const record = aRecord({ ...aText, expires_at: '2026-03-02T11:59:59Z' });
    expect(await sender.take(record)).toEqual([]);
    expect(sender.notify.posts).toEqual([]);
    expect(await sender.recordOf(record.messageId)).toMatchObject({ state: 'expired', attempts: 0 });
    expect(sender.monitor.counts).toEqual({ Expired: 1 });
  });

  it('an expired message is sent once if it is published again under its key with a later expires_at', async () => {
    const published = (expires_at: string) => aRecord({ ...aText, idempotency_key: 'a code', expires_at });
    await sender.take(published('2026-03-02T11:59:59Z'));
    // The first one, which SQS has delivered twice.
    await sender.take(published('2026-03-02T11:59:59Z'));
    expect(sender.notify.posts).toEqual([]);
    await sender.take(published('2026-03-02T13:00:00Z'));
    await sender.take(published('2026-03-02T14:00:00Z'));
    expect(sender.notify.posts).toHaveLength(1);
    expect(sender.monitor.counts).toEqual({ Expired: 1, Duplicate: 2, Sent: 1 });
  });

  it('a message is held until send_after, and is then sent', async () => {
    const record = aRecord({ ...aText, send_after: '2026-03-02T14:00:00Z' });
    await sender.take(record);
    expect(await sender.recordOf(record.messageId)).toMatchObject({ state: 'held', attempts: 0 });
    expect(sender.queues.waitingFor).toEqual([{ record, until: Date.parse('2026-03-02T14:00:00Z') }]);
    await sender.letTheNextComeBack();
    expect(sender.notify.posts).toEqual([expect.objectContaining({ at: Date.parse('2026-03-02T14:00:00Z') })]);
  });

  it('a message that is held past expires_at ends as expired', async () => {
    const record = aRecord({ ...aText, expires_at: '2026-03-02T13:00:00Z' });
    sender.notify.nextPosts(meets.refusal(429, 'TooManyRequestsError', 'Exceeded send limits (sms: 250000) for today'));
    await sender.take(record);
    await sender.letTheNextComeBack();
    expect(await sender.recordOf(record.messageId)).toMatchObject({ state: 'expired' });
    expect(sender.notify.posts).toHaveLength(1);
  });
});

describe('send: smoke-test recipients', () => {
  it('a message to a smoke-test recipient is sent and never looked up, because Notify does not store it', async () => {
    const record = aRecord({ ...anEmail, email_address: 'simulate-delivered@notifications.service.gov.uk' });
    sender.notify.nextPosts(meets.page(502, true));
    await sender.take(record);
    await sender.letTheNextComeBack();
    expect(sender.notify.reads).toEqual([]);
    const delivery = await sender.recordOf(record.messageId);
    expect(delivery).toMatchObject({ state: 'sent_untracked', attempts: 2 });
    expect(delivery).not.toHaveProperty('awaited');
  });
});
