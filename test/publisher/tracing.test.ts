import type { SendMessageBatchCommandInput } from '@aws-sdk/client-sqs';
import type { IncomingHttpHeaders, Server } from 'node:http';
import { NotifyPublisher } from '../../lib/publisher';
import { md5Of } from '../../local/aws/memory-queue';
import { bodyOf, closed, portOf, serve } from '../notify/servers';

const traceHeader = 'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1';
const message = {
  templateId: '5d7c0a0e-5b0f-4d43-8a36-6f1f9d7b1c01',
  emailAddress: 'someone@example.com',
  idempotencyKey: 'one',
};

describe('publisher: the trace of the Lambda function that it runs in', () => {
  let sqs: Server;
  const requests: { readonly headers: IncomingHttpHeaders; readonly batch: SendMessageBatchCommandInput }[] = [];
  const before = { ...process.env };
  beforeAll(async () => {
    sqs = await serve((request, response) => {
      const answer = async (): Promise<void> => {
        const batch = JSON.parse((await bodyOf(request)).toString()) as SendMessageBatchCommandInput;
        requests.push({ headers: request.headers, batch });
        const Successful = batch.Entries?.map(({ Id, MessageBody = '' }) => ({
          Id,
          MD5OfMessageBody: md5Of(MessageBody),
        }));
        response.end(JSON.stringify({ Successful, Failed: [] }));
      };
      void answer();
    });
    Object.assign(process.env, {
      AWS_ENDPOINT_URL: `http://127.0.0.1:${portOf(sqs)}`,
      AWS_REGION: 'eu-west-2',
      AWS_ACCESS_KEY_ID: 'x',
      AWS_SECRET_ACCESS_KEY: 'x',
      // As Lambda sets them.
      AWS_LAMBDA_FUNCTION_NAME: 'licences',
      _X_AMZN_TRACE_ID: traceHeader,
    });
  });
  afterAll(async () => {
    process.env = before;
    await closed(sqs);
  });

  it('the AWS SDK passes it on to SQS, which has it with the message, and the publisher adds nothing', async () => {
    const publisher = new NotifyPublisher({ pipelineId: 'p', queueUrl: String(process.env['AWS_ENDPOINT_URL']) });
    await publisher.sendEmail(message);
    const [request] = requests;
    expect(request?.headers['x-amzn-trace-id']).toBe(traceHeader);
    expect(request?.batch.Entries).toHaveLength(1);
    expect(request?.batch.Entries?.[0]).not.toHaveProperty('MessageSystemAttributes');
  });
});
