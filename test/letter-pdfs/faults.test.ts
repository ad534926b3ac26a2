import { createAnnouncer } from '../../lambda/announce/announce';
import { createLetterPdfRequester } from '../../lambda/announce/request-letter-pdfs';
import { createPdfReceiver } from '../../lambda/letter-pdfs/receive';
import { aDeliveryThatIs } from '../shared/deliveries/deliveries';
import { anEvent, aRecord } from '../send/records';
import { awsError } from '../fakes/aws-errors';
import { RecordingMonitor } from '../fakes/recording-monitor';
import { openLetters, thePdf } from './letters-in-test';

const recipient = 'Amala Bird, 123 High Street';

describe('letter-pdfs: faults', () => {
  it('a bucket that refuses writes costs no receive and shows nothing of the letter, and the PDF is stored later', async () => {
    const letters = openLetters();
    const { put } = letters.bucket;
    letters.bucket.put = async () => {
      throw new Error('AccessDenied');
    };
    await letters.sent();
    letters.notify.nextReads(thePdf(Buffer.from(`%PDF ${recipient}`)));
    await letters.next();
    expect(letters.queue.messages).toEqual([expect.objectContaining({ receiveCount: 0 })]);
    expect(letters.monitor.counts).toEqual({ Fault: 1 });
    expect(JSON.stringify([letters.monitor.said, letters.events])).not.toContain('Amala');
    expect(letters.stored()).toEqual([]);

    letters.bucket.put = put;
    letters.notify.nextReads(thePdf());
    await letters.next();
    expect(letters.stored()).toHaveLength(1);
  });

  it.each([new TypeError('x'), new RangeError('x'), awsError('ValidationException', 400)])(
    'what is certain to fail again is not asked for anew for ever: SQS counts its receives (%s)',
    async (error) => {
      const asked: string[] = [];
      const receive = createPdfReceiver({
        storePdf: async () => {
          throw error;
        },
        queue: { request: async (id) => void asked.push(id) },
        monitor: new RecordingMonitor(),
      });
      const record = aRecord({ delivery_id: aDeliveryThatIs('sent').id });
      expect(await receive(anEvent(record))).toEqual({ batchItemFailures: [{ itemIdentifier: record.messageId }] });
      expect(asked).toEqual([]);
    },
  );

  it('an unreadable message is counted and dropped, and the others are handled', async () => {
    const seen: string[] = [];
    const monitor = new RecordingMonitor();
    const { id } = aDeliveryThatIs('sent');
    const receive = createPdfReceiver({
      storePdf: async (each) => void seen.push(each),
      queue: { request: async () => undefined },
      monitor,
    });
    const records = ['not JSON', '{}', { delivery_id: '7' }, { delivery_id: id }].map((body) => aRecord(body));
    expect(await receive(anEvent(...records))).toEqual({ batchItemFailures: [] });
    expect(seen).toEqual([id]);
    expect(monitor.counts).toEqual({ Unreadable: 3 });
  });

  it('a message that can be neither handled nor requeued stays on its queue, and only that message', async () => {
    const [bad, good] = [aDeliveryThatIs('sent'), aDeliveryThatIs('sent')];
    const receive = createPdfReceiver({
      storePdf: async (id) => {
        if (id === bad.id) throw new Error('the table is not there');
      },
      queue: {
        request: async () => {
          throw new Error('the queue is not there');
        },
      },
      monitor: new RecordingMonitor(),
    });
    const records = [bad, good].map((delivery) => aRecord({ delivery_id: delivery.id }));
    expect(await receive(anEvent(...records))).toEqual({
      batchItemFailures: [{ itemIdentifier: records[0]?.messageId }],
    });
  });

  it('letters that cannot be queued come from the stream again, with every change after them', async () => {
    const refused = new Set<string>();
    const asked: string[] = [];
    const monitor = new RecordingMonitor();
    const queue = {
      request: async (id: string) => {
        if (refused.has(id)) throw new Error('the queue is not there');
        asked.push(id);
      },
    };
    const announce = createAnnouncer({ handlers: [createLetterPdfRequester({ queue, monitor })], monitor });
    const changes = ['1', '2', '3'].map((sequenceNumber) => ({
      sequenceNumber,
      before: undefined,
      after: { ...aDeliveryThatIs('sent', { type: 'letter' }) },
    }));
    refused.add(changes[1]?.after.id ?? '');
    expect(await announce(changes)).toEqual(['2', '3']);
    refused.clear();
    expect(await announce(changes.slice(1))).toEqual([]);
    expect(new Set(asked)).toEqual(new Set(changes.map(({ after }) => after.id)));
  });
});
