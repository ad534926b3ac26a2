import { readPointer } from '../../lib/contract/extended-client';
import { MemoryBlobs } from '../../local/aws/memory-blobs';
import { MemoryQueue } from '../../local/aws/memory-queue';
import { publish } from '../../local/publish';
import { anEmail, aPrecompiledLetter } from '../contract/messages';
import { noon } from '../shared/deliveries/deliveries';
import { ClockInTest } from '../fakes/clock-in-test';

function put(body: string) {
  const clock = new ClockInTest(noon);
  const queue = new MemoryQueue({ arn: 'arn:queue', visibilityTimeout: 60_000, retention: 86_400_000 }, clock);
  const blobs = new MemoryBlobs(clock);
  const messageId = publish(body, queue, 'bucket', blobs);
  const [message] = queue.messages;
  return { blobs, message, messageId };
}

test.each([
  ['of 2 MiB', { ...anEmail, personalisation: { text: 'x'.repeat(2 * 1024 * 1024) } }],
  ['with a file', { ...anEmail, personalisation: { link_to_file: { file: 'JVBERi0xLjc=' } } }],
  ['that is a PDF', aPrecompiledLetter],
  ['that is no good, but of 2 MiB', { type: 'x'.repeat(2 * 1024 * 1024) }],
])('a message %s goes through the bucket, as the publisher sends it', async (_what, message) => {
  const body = JSON.stringify(message);
  const { blobs, message: onQueue, messageId } = put(body);
  const [key = ''] = blobs.keys;
  expect(onQueue?.messageId).toBe(messageId);
  expect(readPointer(onQueue?.body ?? '')).toEqual({ bucketName: 'bucket', key });
  expect(onQueue?.attributes['ExtendedPayloadSize']).toMatchObject({
    dataType: 'Number',
    stringValue: `${body.length}`,
  });
  expect(await (await blobs.open(key))?.text()).toBe(body);
});

test.each([JSON.stringify(anEmail), 'no JSON'])('any other message goes on the queue unchanged: %s', (body) => {
  const { blobs, message } = put(body);
  expect([message?.body, message?.attributes, blobs.keys]).toEqual([body, {}, []]);
});
