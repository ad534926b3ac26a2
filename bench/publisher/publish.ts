// Publishes so many rows with sendAll, as a program of a user would.
import { SQSClient } from '@aws-sdk/client-sqs';
import { NotifyPublisher, type MessageToPublish } from '../../lib/publisher';

const [endpoint = '', rows = '0'] = process.argv.slice(2);
const total = Number(rows);

/** Each is new, as if it were read from a file. */
async function* reminders(): AsyncGenerator<MessageToPublish> {
  for (let row = 0; row < total; row += 1) {
    yield {
      type: 'email',
      templateId: 'f33517ff-2a88-4f6e-b855-c550268ce08a',
      emailAddress: `patient-${row}@example.com`,
      personalisation: {
        name: `Patient ${row}`,
        day: 'Monday',
        time: '10:30',
        place: 'the surgery in the High Street',
      },
      reference: `appointment ${row}`,
      idempotencyKey: `reminder of appointment ${row}`,
    };
  }
}

async function main(): Promise<void> {
  const credentials = { accessKeyId: 'bench', secretAccessKey: 'bench' };
  const publisher = new NotifyPublisher({
    queueUrl: `${endpoint}/1/queue`,
    pipelineId: 'measured',
    sqsClient: new SQSClient({ endpoint, region: 'eu-west-2', credentials }),
  });
  const { published, failed } = await publisher.sendAll(reminders());
  process.stdout.write(`${published} published, ${failed} not\n`);
}

void main();
