// Publishes so many rows with a loop of one's own: a schema, batches of ten and the SDK. It looks for no limit of Notify's, splits
// no batch by its size, puts nothing big in a bucket and tries nothing again.
import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import * as z from 'zod/mini';
import { reminders } from './reminders';

const [endpoint = '', rows = '0'] = process.argv.slice(2);
const inBatch = 10;
/** As many as sendAll has at once. */
const inFlight = 4;

const message = z.object({
  type: z.literal('email'),
  template_id: z.uuid(),
  email_address: z.email(),
  personalisation: z.record(z.string(), z.string()),
  reference: z.string(),
  idempotency_key: z.string(),
});

function* batches(total: number): Generator<string[]> {
  let bodies: string[] = [];
  for (const { templateId, emailAddress, idempotencyKey, ...rest } of reminders(total)) {
    const written = { ...rest, template_id: templateId, email_address: emailAddress, idempotency_key: idempotencyKey };
    bodies.push(JSON.stringify(message.parse(written)));
    if (bodies.length < inBatch) continue;
    yield bodies;
    bodies = [];
  }
  if (bodies.length > 0) yield bodies;
}

async function main(): Promise<void> {
  const credentials = { accessKeyId: 'bench', secretAccessKey: 'bench' };
  const client = new SQSClient({ endpoint, region: 'eu-west-2', credentials });
  const waiting = batches(Number(rows));
  let published = 0;
  let failed = 0;
  const work = async (): Promise<void> => {
    for (const bodies of waiting) {
      const Entries = bodies.map((MessageBody, place) => ({ Id: String(place), MessageBody }));
      const { Successful = [], Failed = [] } = await client.send(
        new SendMessageBatchCommand({ QueueUrl: `${endpoint}/1/queue`, Entries }),
      );
      published += Successful.length;
      failed += Failed.length;
    }
  };
  await Promise.all(Array.from({ length: inFlight }, work));
  process.stdout.write(`${published} published, ${failed} not\n`);
}

void main();
