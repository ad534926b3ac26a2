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

describe('a message on the queue', () => {
  it.each(oneOfEachType)(
    'of type $type is given to Notify once, under a reference that leads back to it',
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

  it('goes with all that Notify has fields for', async () => {
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

  it('without a key of its own is known by the id that SQS gave it, and stays so when it is put back', async () => {
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
  ])('has its template on record, however its id is spelt: %s', async (template_id) => {
    const record = aRecord({ ...anEmail, template_id });
    await sender.take(record);
    expect(await sender.recordOf(record.messageId)).toMatchObject({ template_id });
  });

  it('is looked up nowhere before it is sent', async () => {
    await sender.take(aRecord(anEmail), aRecord(aText), aRecord(aLetter));
    expect(sender.notify.reads).toEqual([]);
  });
});

describe('a bad message', () => {
  const bad = [
    ['that is not JSON', 'Dear Amala', /JSON/],
    ['that is empty', '', /JSON/],
    ['that is a list', [anEmail], /the message must be an object/],
    ['with a field too few', { type: 'sms', template_id: 'x' }, /^phone_number is missing$/],
    ['with a field too many', { ...anEmail, emailAddress: 'x' }, /^unknown field emailAddress$/],
    ['with a field of a wrong type', { ...anEmail, personalisation: 'Amala' }, /^personalisation must be an object$/],
    ['of no type', { ...anEmail, type: 'fax' }, /^type must be one of/],
    ['with half a character', { ...anEmail, idempotency_key: '\ud800' }, /^idempotency_key must not hold half/],
  ] as const;

  it.each(bad)(
    '%s is rejected with a reason that names the field, on record and as an event',
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

  it('never brings back its neighbours, and is never among those that come back', async () => {
    const good = [aRecord(anEmail), aRecord(aText), aRecord(aLetter)];
    const batch = [good[0], ...bad.map(([, body]) => aRecord(body)), good[1], good[2]];
    expect(await sender.take(...batch.filter((record) => record !== undefined))).toEqual([]);
    for (const { messageId } of good) expect(await sender.recordOf(messageId)).toMatchObject({ state: 'sent' });
    expect(sender.notify.posts).toHaveLength(3);
  });

  it('that SQS hands over twice is counted once', async () => {
    const record = aRecord('Dear Amala');
    await sender.take(record);
    await sender.take({ ...record, receiptHandle: 'another' });
    expect(sender.monitor.counts).toEqual({ Rejected: 1 });
  });
});

describe('a message that comes twice', () => {
  it('under one key is sent once, however far apart', async () => {
    const key = aKey();
    await sender.take(aRecord({ ...anEmail, idempotency_key: key }));
    sender.clock.moveBy(86_400_000);
    expect(await sender.take(aRecord({ ...anEmail, idempotency_key: key }))).toEqual([]);
    expect(sender.notify.posts).toHaveLength(1);
    expect(sender.monitor.counts).toEqual({ Sent: 1, Duplicate: 1 });
  });

  it('because SQS handed it over twice is sent once', async () => {
    const record = aRecord(anEmail);
    await sender.take(record);
    await sender.take({ ...record, receiptHandle: 'another' });
    expect(sender.notify.posts).toHaveLength(1);
  });

  it('to two workers at once is sent by one, and the other comes back to find it done', async () => {
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

  it('ten times in one batch is sent once', async () => {
    const key = aKey();
    const copies = Array.from({ length: 10 }, () => aRecord({ ...aText, idempotency_key: key }));
    expect(await sender.take(...copies)).toEqual([]);
    await sender.letAllComeBack();
    expect(sender.notify.posts).toHaveLength(1);
    expect(await sender.recordOf(key)).toMatchObject({ state: 'sent', attempts: 1 });
  });

  it('with other content under one key is rejected as such, and the first stands', async () => {
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

  it('corrected after it was rejected is sent under the same key', async () => {
    const key = aKey();
    sender.notify.nextPosts(meets.refusal(400, 'BadRequestError', 'Missing personalisation: name'));
    await sender.take(aRecord({ ...anEmail, personalisation: {}, idempotency_key: key }));
    expect(await sender.recordOf(key)).toMatchObject({ state: 'rejected' });
    await sender.take(aRecord({ ...anEmail, idempotency_key: key }));
    expect(await sender.recordOf(key)).toMatchObject({ state: 'sent', attempts: 1 });
  });
});

describe('a message that Notify refuses for good', () => {
  it.each([
    [400, 'BadRequestError', 'Missing personalisation: name', /Missing personalisation: name/],
    [400, 'ValidationError', 'email_address Not a valid email address', /email_address Not a valid email address/],
    [400, 'BadRequestError', 'Template not found', /Template not found/],
  ])('(%i %s: %s) is rejected and gone, never a dead letter', async (status, error, message, reason) => {
    const record = aRecord(anEmail);
    sender.notify.nextPosts(meets.refusal(status, error, message));
    expect(await sender.take(record)).toEqual([]);
    const delivery = await sender.recordOf(record.messageId);
    expect(delivery).toMatchObject({ state: 'rejected', attempts: 1, reason: expect.stringMatching(reason) });
    expect(delivery).not.toHaveProperty('awaited');
    const { waitingFor, parked, buried } = sender.queues;
    expect([...waitingFor, ...parked, ...buried, ...(await sender.holds())]).toEqual([]);
    expect(sender.monitor.counts).toEqual({ Rejected: 1 });
  });
});

describe('a message that has its time', () => {
  it('is not sent after expires_at, and its record says so', async () => {
    const record = aRecord({ ...aText, expires_at: '2026-03-02T11:59:59Z' });
    expect(await sender.take(record)).toEqual([]);
    expect(sender.notify.posts).toEqual([]);
    expect(await sender.recordOf(record.messageId)).toMatchObject({ state: 'expired', attempts: 0 });
    expect(sender.monitor.counts).toEqual({ Expired: 1 });
  });

  it('is sent after all when it is published again under its key with a later expires_at, and then not once more', async () => {
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

  it('is held until send_after and goes then', async () => {
    const record = aRecord({ ...aText, send_after: '2026-03-02T14:00:00Z' });
    await sender.take(record);
    expect(await sender.recordOf(record.messageId)).toMatchObject({ state: 'held', attempts: 0 });
    expect(sender.queues.waitingFor).toEqual([{ record, until: Date.parse('2026-03-02T14:00:00Z') }]);
    await sender.letTheNextComeBack();
    expect(sender.notify.posts).toEqual([expect.objectContaining({ at: Date.parse('2026-03-02T14:00:00Z') })]);
  });

  it('expires when it was held for too long', async () => {
    const record = aRecord({ ...aText, expires_at: '2026-03-02T13:00:00Z' });
    sender.notify.nextPosts(meets.refusal(429, 'TooManyRequestsError', 'Exceeded send limits (sms: 250000) for today'));
    await sender.take(record);
    await sender.letTheNextComeBack();
    expect(await sender.recordOf(record.messageId)).toMatchObject({ state: 'expired' });
    expect(sender.notify.posts).toHaveLength(1);
  });
});

describe('a message to a smoke-test recipient', () => {
  it('is sent and never looked for, for Notify keeps nothing of it', async () => {
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
