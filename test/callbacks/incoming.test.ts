import { createIncoming } from '../../lambda/callbacks/incoming';
import { detailTypes } from '../../lib/contract/events/names';
import { deliveryId, formatReference } from '../../lib/contract/identity';
import { openTable, type TableInProcess } from '../shared/deliveries/table-in-process';
import { openTexts, pipelineId, type TextsInTest } from '../received-texts/received-texts-in-test';
import { aComplaint, aReceivedText, recipient } from './callback-bodies';
import { openReceipts } from './callbacks-in-test';
import { minute } from '../../lib/contract/time';

let table: TableInProcess;
let texts: TextsInTest;
beforeEach(async () => {
  table = await openTable();
  texts = openTexts(table);
});
afterEach(() => table.close());

/** The receipts function, set to publish texts or not. */
function receipts({ receivesTexts = true } = {}) {
  const { clock, monitor, publishOnce } = texts;
  const handlers = createIncoming({ publishOnce, receivesTexts, clock, monitor, pipelineId });
  return openReceipts(table.store, { clock, monitor, handlers });
}

const id = 'a1f0b1a4-2f3b-4f6a-8a57-0d1c6f1d2b11';
const everythingButEvents = async (): Promise<string> =>
  JSON.stringify([await table.items(), texts.monitor.said, texts.monitor.counts]);

describe('callbacks: received text', () => {
  test('a received text is published once, however often Notify calls', async () => {
    const { status } = receipts();
    const callback = aReceivedText({ id, date_received: '2026-03-02T11:59:59.123456Z' });
    expect(await status(callback)).toBe(204);
    expect(await status(callback)).toBe(204);
    expect(texts.bus.heard.map(({ detailType, detail }) => [detailType, detail])).toEqual([
      [
        'Text Received',
        {
          version: '1',
          event_id: expect.any(String) as string,
          pipeline_id: pipelineId,
          id,
          user_number: '447900900123',
          notify_number: '07700900500',
          content: 'yes',
          received_at: '2026-03-02T11:59:59.123Z',
        },
      ],
    ]);
    expect(texts.monitor.counts).toEqual({ TextReceived: 1 });
    expect(await everythingButEvents()).not.toMatch(/7900900123|"yes"/);
  });

  test('a received text gets 503 while the bus is down or it is already being published, and is then published', async () => {
    const { status } = receipts();
    texts.bus.down = true;
    expect(await status(aReceivedText({ id }))).toBe(503);
    texts.bus.down = false;
    expect(await status(aReceivedText({ id }))).toBe(503);
    texts.clock.moveBy(5 * minute);
    expect(await status(aReceivedText({ id }))).toBe(204);
    expect(texts.heard()).toEqual([id]);
  });

  test('a received text gets 503 when the table fails, and is published on the retry', async () => {
    const { status } = receipts();
    const broken = jest.spyOn(table.client, 'send').mockRejectedValue(new Error('throttled') as never);
    expect(await status(aReceivedText({ id }))).toBe(503);
    broken.mockRestore();
    expect(await status(aReceivedText({ id }))).toBe(204);
    expect(texts.heard()).toEqual([id]);
  });

  test('a received text is counted and not published if the pipeline does not receive texts', async () => {
    const { status } = receipts({ receivesTexts: false });
    expect(await status(aReceivedText({ id }))).toBe(204);
    expect(texts.bus.heard).toEqual([]);
    expect(texts.monitor.counts).toEqual({ TextIgnored: 1 });
    expect(await everythingButEvents()).not.toMatch(/7900900123|"yes"/);
  });
});

describe('callbacks: complaint', () => {
  const delivery = deliveryId(pipelineId, 'the email');
  const reference = formatReference({ pipelineId, deliveryId: delivery, reference: 'order 7' });
  const complaint = { complaint_id: id, notification_id: '740e5834-3a29-46b4-9a6f-16142fde533a' };

  test('a complaint is published once, without saying who complains, however often Notify calls', async () => {
    const { status } = receipts();
    const callback = aComplaint({ ...complaint, reference });
    expect(await status(callback)).toBe(204);
    expect(await status(callback)).toBe(204);
    expect(texts.bus.heard.map(({ detailType, detail }) => [detailType, detail])).toEqual([
      [
        detailTypes.complaint_received,
        {
          version: '1',
          event_id: expect.any(String) as string,
          pipeline_id: pipelineId,
          id,
          notification_id: complaint.notification_id,
          delivery_id: delivery,
          reference: 'order 7',
          complained_at: '2026-03-02T12:00:00.000Z',
        },
      ],
    ]);
    expect(texts.monitor.counts).toEqual({ ComplaintReceived: 1 });
    expect(JSON.stringify(texts.bus.heard) + (await everythingButEvents())).not.toContain(recipient);
  });

  test('a complaint about an email that no pipeline sent is published without its reference', async () => {
    const { status } = receipts({ receivesTexts: false });
    expect(await status(aComplaint({ ...complaint, reference: recipient, complaint_date: 'once' }))).toBe(204);
    const [event] = texts.bus.heard;
    expect(event?.detail).toMatchObject({ id, complained_at: '2026-03-02T12:00:00.000Z' });
    expect(event?.detail).not.toHaveProperty('delivery_id');
    expect(JSON.stringify(event)).not.toContain(recipient);
  });

  test('a complaint gets 503 when the bus is down, so that Notify tries again', async () => {
    const { status } = receipts();
    texts.bus.down = true;
    expect(await status(aComplaint(complaint))).toBe(503);
  });
});
