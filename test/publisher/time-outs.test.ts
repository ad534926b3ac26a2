import { NotifyPublisher } from '../../lib/publisher';
import { findPipelines } from '../../lib/publisher/find-pipeline';
import type * as TimeOuts from '../../lib/publisher/time-outs';
import { letAwsHang } from '../shared/aws/hung-aws';

/** As long as is said, but in other units. */
jest.mock('../../lib/publisher/time-outs', () => {
  const { shortCalls, uploads } = jest.requireActual<typeof TimeOuts>('../../lib/publisher/time-outs');
  const soon = ({ requestHandler }: typeof shortCalls) => ({
    requestHandler: { ...requestHandler, requestTimeout: 50, socketTimeout: 50 },
  });
  return { shortCalls: soon(shortCalls), uploads: soon(uploads) };
});

letAwsHang();

const message = (personalisation: Record<string, string> = {}) => ({
  templateId: '5d7c0a0e-5b0f-4d43-8a36-6f1f9d7b1c01',
  emailAddress: 'someone@example.com',
  idempotencyKey: 'one',
  personalisation,
});

const publisher = () =>
  new NotifyPublisher({
    pipelineId: 'pipeline',
    queueUrl: String(process.env['AWS_ENDPOINT_URL']),
    bucketName: 'bucket',
    // Between tries nothing is waited for.
    clock: { sleep: async () => undefined },
  });

describe('publisher: AWS that never answers', () => {
  it.each([
    ['SQS', message()],
    ['S3', message({ text: 'long '.repeat(300_000) })],
  ])('%s is given up, and the error says that it was a time-out', async (_service, toPublish) => {
    await expect(publisher().sendEmail(toPublish)).rejects.toMatchObject({ code: 'ETIMEDOUT' });
  });

  it('SSM is given up when a pipeline is looked for', async () => {
    await expect(findPipelines()).rejects.toMatchObject({ name: 'TimeoutError' });
  });

  it('is waited for two seconds for a connection, ten for an answer, and a minute for an upload', () => {
    const { shortCalls, uploads } = jest.requireActual<typeof TimeOuts>('../../lib/publisher/time-outs');
    expect(shortCalls.requestHandler).toMatchObject({ connectionTimeout: 2000, requestTimeout: 10_000 });
    expect(uploads.requestHandler).toMatchObject({ connectionTimeout: 2000, requestTimeout: 60_000 });
  });
});
