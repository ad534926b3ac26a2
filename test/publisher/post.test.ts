import type { NotPublishedError } from '../../lib/publisher';
import { awsError, openPublisher } from './aws-in-memory';

const templateId = '5d7c0a0e-5b0f-4d43-8a36-6f1f9d7b1c01';
const texts = (count: number) =>
  Array.from({ length: count }, (_, place) => ({
    type: 'sms' as const,
    templateId,
    phoneNumber: `0790090000${place}`,
    idempotencyKey: `text ${place}`,
  }));
const letter = { content: 'JVBERi0xLjc=' };

const internal = { Code: 'InternalError', SenderFault: false };
const invalid = { Code: 'InvalidMessageContents', SenderFault: true };

describe('publisher: messages that SQS refuses', () => {
  it('a message that SQS refuses is retried without the others, after longer and longer waits', async () => {
    const { aws, clock, publisher } = openPublisher();
    aws.sqsMeets.push({ 1: internal, 4: internal }, { 1: internal });
    expect(await publisher.sendAll(texts(5))).toEqual({ published: 5, failed: 0, failures: [] });
    expect(aws.batches.map(({ entries }) => entries.length)).toEqual([3, 1, 1]);
    expect(aws.bodies.map(({ phone_number }) => phone_number)).toEqual(
      [0, 2, 3, 1, 4].map((place) => `0790090000${place}`),
    );
    expect(clock.slept).toEqual([200, 400]);
  });

  it('a throttled message is retried, although AWS calls it a fault of the sender', async () => {
    const { aws, publisher } = openPublisher();
    aws.sqsMeets.push({ 1: { Code: 'KmsThrottled', SenderFault: true } });
    expect(await publisher.sendAll(texts(3))).toMatchObject({ published: 3 });
  });

  it('a message with a fault of its own is reported at once, and no other is', async () => {
    const { aws, clock, publisher } = openPublisher();
    aws.sqsMeets.push({ 2: invalid });
    const { published, failed, failures } = await publisher.sendAll(texts(4));
    expect({ published, failed }).toEqual({ published: 3, failed: 1 });
    expect(failures).toMatchObject([{ index: 2, error: { code: 'InvalidMessageContents', idempotencyKey: 'text 2' } }]);
    expect(clock.slept).toEqual([]);
  });

  it('a message that SQS keeps refusing is reported after five tries', async () => {
    const { aws, clock, publisher } = openPublisher();
    aws.sqsMeets.push(...Array.from({ length: 5 }, () => ({ 0: internal })));
    const { published, failures } = await publisher.sendAll(texts(2));
    expect(published).toBe(1);
    expect(failures).toMatchObject([{ index: 0, error: { code: 'InternalError' } }]);
    expect(clock.slept).toEqual([200, 400, 800, 1600]);
  });
});

describe('publisher: failed requests', () => {
  it.each([
    ['a lost connection', Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' })],
    ['an error of SQS', awsError('InternalFailure', 'server')],
    ['throttling', awsError('RequestThrottled', 'client')],
    ['throttling by KMS', awsError('KmsThrottled', 'client')],
    [
      'a 503 that an older SDK takes for the caller’s fault',
      Object.assign(awsError('ServiceUnavailable', 'client'), { $metadata: { httpStatusCode: 503 } }),
    ],
  ])('a request that fails because of %s is retried, which is harmless if it had arrived', async (_why, error) => {
    const { aws, publisher } = openPublisher();
    aws.sqsMeets.push(error);
    await publisher.sendAll(texts(3));
    expect(aws.entries).toHaveLength(3);
  });

  it.each(['AccessDenied', 'KmsAccessDenied', 'AWS.SimpleQueueService.NonExistentQueue'])(
    'a request that fails with %s is not retried, and every message is reported',
    async (name) => {
      const { aws, clock, publisher } = openPublisher();
      aws.sqsMeets.push(Object.assign(awsError(name, 'client'), { $metadata: { httpStatusCode: 400 } }));
      const { failures } = await publisher.sendAll(texts(3));
      expect(failures.map(({ error }) => (error as NotPublishedError).code)).toEqual([name, name, name]);
      expect(clock.slept).toEqual([]);
    },
  );

  it.each([
    ['a region', new Error('Region is missing'), 'RegionMissing'],
    [
      'credentials',
      Object.assign(new Error('Could not load credentials from any providers'), { name: 'CredentialsProviderError' }),
      'CredentialsProviderError',
    ],
  ])('a request without %s is not retried, and the error says so', async (_what, error, code) => {
    const { aws, clock, publisher } = openPublisher();
    aws.sqsMeets.push(error);
    const { failures } = await publisher.sendAll(texts(2));
    expect(failures.map((failure) => (failure.error as NotPublishedError).code)).toEqual([code, code]);
    expect(failures).toMatchObject([{ error: { cause: error } }, { error: { cause: error } }]);
    expect(clock.slept).toEqual([]);
  });

  it('a request that is rejected with no error at all is still reported as not published', async () => {
    const { publisher } = openPublisher({ sqsClient: { send: () => Promise.reject() } });
    await expect(publisher.sendSms({ templateId, phoneNumber: '07900900123' })).rejects.toMatchObject({
      name: 'NotPublishedError',
      code: 'Error',
    });
  });

  it('the error of AWS is kept as the cause', async () => {
    const { aws, publisher } = openPublisher();
    const said = awsError('AccessDenied', 'client');
    aws.sqsMeets.push(said);
    const error = await publisher.sendPrecompiledLetter(letter).catch((caught: unknown) => caught as Error);
    expect(error).toMatchObject({ cause: said });
  });
});

describe('publisher: bucket failures', () => {
  it('a failed upload is retried, and the pointer goes on the queue only afterwards', async () => {
    const { aws, publisher } = openPublisher();
    aws.s3Meets.push(awsError('SlowDown', 'server'), awsError('SlowDown', 'server'));
    await publisher.sendPrecompiledLetter(letter);
    expect(aws.puts).toHaveLength(3);
    expect(new Set(aws.puts).size).toBe(1);
    expect(aws.entries).toHaveLength(1);
  });

  it('a failed upload does not stop the small messages of its batch', async () => {
    const { aws, publisher } = openPublisher();
    aws.s3Meets.push(awsError('AccessDenied', 'client'));
    const { failures } = await publisher.sendAll([...texts(2), { type: 'precompiled_letter', ...letter }]);
    expect(failures).toMatchObject([{ index: 2, error: { code: 'AccessDenied' } }]);
    expect(aws.entries).toHaveLength(2);
  });

  it('an upload is not repeated when it is the queue that fails', async () => {
    const { aws, publisher } = openPublisher();
    aws.sqsMeets.push({ 0: internal });
    await publisher.sendPrecompiledLetter(letter);
    expect(aws.puts).toHaveLength(1);
    expect(aws.entries).toHaveLength(1);
  });

  it('an upload is not retried if the S3 client is not installed, and the error says so', async () => {
    const { aws, clock, publisher } = openPublisher();
    const missing = Object.assign(new Error("Cannot find module '@aws-sdk/client-s3'"), { code: 'MODULE_NOT_FOUND' });
    aws.s3Meets.push(missing);
    await expect(publisher.sendPrecompiledLetter(letter)).rejects.toMatchObject({
      code: 'MODULE_NOT_FOUND',
      cause: missing,
    });
    expect(clock.slept).toEqual([]);
  });
});

test('a program that publishes nothing large never loads the S3 client', async () => {
  const loaded = jest.fn();
  jest.doMock('@aws-sdk/client-s3', () => loaded() as object);
  const { publisher } = openPublisher();
  await publisher.sendAll(texts(3));
  expect(loaded).not.toHaveBeenCalled();
  await expect(publisher.sendPrecompiledLetter(letter)).rejects.toThrow('the message was not published');
  expect(loaded).toHaveBeenCalled();
  jest.dontMock('@aws-sdk/client-s3');
});
