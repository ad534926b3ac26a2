// Publishes so many rows with sendAll, as a program of a user would.
import { SQSClient } from '@aws-sdk/client-sqs';
import { NotifyPublisher } from '../../lib/publisher';
import { reminders } from './reminders';

const [endpoint = '', rows = '0'] = process.argv.slice(2);

async function main(): Promise<void> {
  const credentials = { accessKeyId: 'bench', secretAccessKey: 'bench' };
  const publisher = new NotifyPublisher({
    queueUrl: `${endpoint}/1/queue`,
    pipelineId: 'measured',
    sqsClient: new SQSClient({ endpoint, region: 'eu-west-2', credentials }),
  });
  const { published, failed } = await publisher.sendAll(reminders(Number(rows)));
  process.stdout.write(`${published} published, ${failed} not\n`);
}

void main();
