// Publishes so many rows with sendAll, as a program of a user would, and prints what it took as JSON.
import { SQSClient } from '@aws-sdk/client-sqs';
import { NotifyPublisher, type MessageToPublish } from '../../lib/publisher';

const [endpoint = '', rows = '0', concurrency = '4'] = process.argv.slice(2);
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
  const began = performance.now();
  const { published, failed } = await publisher.sendAll(reminders(), { concurrency: Number(concurrency) });
  const seconds = (performance.now() - began) / 1000;
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  const megabytes = (maxRSS * 1024) / 1_000_000;
  const cpuMicroseconds = (userCPUTime + systemCPUTime) / total;
  process.stdout.write(JSON.stringify({ published, failed, seconds, megabytes, cpuMicroseconds }));
}

void main();
