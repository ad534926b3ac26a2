import type { MessageAttributeValue } from '@aws-sdk/client-sqs';
import type { SQSRecord } from 'aws-lambda';
import { createHash } from 'node:crypto';
import { anEmail } from '../contract/messages';
import { openTable, type TableInProcess } from '../shared/deliveries/table-in-process';
import { openPublisher } from '../publisher/aws-in-memory';
import { openAws, type AwsInTest } from '../shared/aws/aws-in-test';
import { openS3, type S3InTest } from '../shared/aws/s3-in-test';
import { dialects, type Dialect } from './pointers';
import { installExtendedClient, publishAndReceive } from './python/extended-client';
import { aRecord } from './records';
import { bucketName, openSender } from './sender-in-test';

/** What a client puts on the queue. */
interface Written {
  readonly MessageBody: string;
  readonly MessageAttributes: Readonly<Record<string, MessageAttributeValue>>;
}

const personalisation = { name: 'Œuvre 🐍', text: 'x'.repeat(300_000) };
const message = JSON.stringify({ ...anEmail, personalisation });

/** What a dialect is documented to write. */
const documented = ({ body, sizeAttribute }: Dialect, key: string): Written => ({
  MessageBody: body({ bucket: bucketName, key }),
  MessageAttributes: {
    [sizeAttribute]: { DataType: 'Number', StringValue: String(Buffer.byteLength(message)) },
  },
});

const keyIn = ({ MessageBody }: Written): string => /"s3Key": ?"([^"]+)"/.exec(MessageBody)?.[1] ?? '';

/** As Lambda's event source hands over what a client wrote. */
const received = ({ MessageBody, MessageAttributes }: Written): SQSRecord =>
  aRecord(MessageBody, {
    attributes: Object.fromEntries(
      Object.entries(MessageAttributes).map(([name, { DataType = '', StringValue = '' }]) => [
        name,
        { dataType: DataType, stringValue: StringValue, stringListValues: [], binaryListValues: [] },
      ]),
    ),
  });

let table: TableInProcess;
beforeAll(async () => {
  table = await openTable();
});
afterAll(() => table.close());

/** Gives the pipeline what a client put on the queue and into the bucket. Answers what Notify got, and what is left. */
async function send(written: Written, content: string) {
  const sender = openSender(table);
  await sender.bucket.put(keyIn(written), content);
  await sender.take(received(written));
  return { posts: sender.notify.posts.map(({ body }) => body), left: sender.bucket.keys };
}

const sentOnce = { posts: [expect.objectContaining({ personalisation }) as object], left: [] };

test.each(dialects)('a message is sent once if it is written as $client documents', async (dialect) => {
  expect(await send(documented(dialect, dialect.key()), message)).toEqual(sentOnce);
});

const client = installExtendedClient();

if ('missing' in client) {
  test(`documented fixtures stand in for the official Python client here, because ${client.missing}`, () => {
    const fixtures = dialects.map((dialect) => dialect.client);
    expect(fixtures).toEqual(expect.arrayContaining(['Python', 'Python with use_legacy_attribute']));
  });
} else {
  describe('official SQS extended client for Python', () => {
    const ours = openPublisher();
    let s3: S3InTest;
    let aws: AwsInTest;
    let printed: string;
    let written: readonly Written[];

    beforeAll(async () => {
      await ours.publisher.sendPrecompiledLetter({ content: 'JVBERi0xLjc=', reference: 'Œuvre 🐍' });
      s3 = await openS3();
      for (const [key, text] of ours.aws.objects) {
        s3.objects.set(`${bucketName}/${key}`, { content: Buffer.from(text), headers: {} });
      }
      const Messages = ours.aws.entries.map(({ MessageBody = '', MessageAttributes }) => ({
        MessageId: '1',
        ReceiptHandle: 'the receipt',
        Body: MessageBody,
        MD5OfBody: createHash('md5').update(MessageBody).digest('hex'),
        MessageAttributes,
      }));
      aws = await openAws({
        'AmazonSQS.SendMessage': { MessageId: '2' },
        'AmazonSQS.SendMessageBatch': { Successful: [], Failed: [] },
        'AmazonSQS.ReceiveMessage': { Messages },
      });
      const at = { sqs: aws.endpoint, s3: s3.endpoint, bucket: bucketName };
      printed = await publishAndReceive(client.python, message, at);
      written = aws.calls.flatMap(({ operation, input }) => {
        const { Entries = [input] } = input as { Entries?: object[] };
        return operation.startsWith('AmazonSQS.SendMessage') ? (Entries as Written[]) : [];
      });
    }, 60_000);
    afterAll(async () => {
      await aws.close();
      await s3.close();
    });

    test('the client writes what it documents, singly and in batches, and each message is sent once', async () => {
      const [usual, legacy] = ['Python', 'Python with use_legacy_attribute'].map((name) =>
        dialects.find((dialect) => dialect.client === name),
      );
      const expected = [usual, legacy, usual].map(
        (dialect, place) => dialect && documented(dialect, keyIn(written[place] as Written)),
      );
      expect(written).toMatchObject(expected);
      for (const one of written) {
        const { content } = s3.objects.get(`${bucketName}/${keyIn(one)}`) ?? {};
        expect(await send(one, String(content))).toEqual(sentOnce);
      }
    });

    test('the client reads what our publisher writes', () => {
      expect([printed.trim()]).toEqual([...ours.aws.objects.values()]);
    });
  });
}
