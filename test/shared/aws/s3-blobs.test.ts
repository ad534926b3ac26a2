import { createS3Blobs } from '../../../lambda/shared/aws/s3-blobs';
import { patience } from '../../../lambda/shared/aws/patience';
import { openS3, type S3InTest } from './s3-in-test';

let s3: S3InTest;
const blobs = () => createS3Blobs('bucket');
const read = async (key: string) => (await blobs().open(key))?.text();
const put = (text: string, headers: Record<string, string> = {}): void =>
  void s3.objects.set('bucket/key', { content: Buffer.from(text), headers });

const settings = {
  AWS_REGION: 'eu-west-2',
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
};
beforeEach(async () => {
  s3 = await openS3();
  Object.assign(process.env, settings, { AWS_ENDPOINT_URL_S3: s3.endpoint });
});
afterEach(async () => {
  for (const name of [...Object.keys(settings), 'AWS_ENDPOINT_URL_S3']) delete process.env[name];
  await s3.close();
});

describe('S3 blobs', () => {
  it('an object is read as text, with its size in bytes and the time it was stored', async () => {
    put('Œuvre 🐍');
    const blob = await blobs().open('key');
    expect(blob).toMatchObject({ bytes: 11, storedAt: Date.parse('2026-03-02T12:00:00Z') });
    expect(await blob?.text()).toBe('Œuvre 🐍');
  });

  it('a missing object is undefined', async () => {
    expect(await blobs().open('key')).toBeUndefined();
  });

  it('an object that is closed unread does not stop the next from being read', async () => {
    const all = blobs();
    put('x'.repeat(5_000_000));
    // More than the connections that the client has.
    for (let time = 0; time < 60; time += 1) (await all.open('key'))?.close();
    put('hello');
    expect(await (await all.open('key'))?.text()).toBe('hello');
  });

  it('an object that does not match its checksum has no text', async () => {
    put('hello', { 'x-amz-checksum-crc32': 'NhCmhg==' });
    expect(await read('key')).toBe('hello');
    put('hallo', { 'x-amz-checksum-crc32': 'NhCmhg==' });
    expect(await read('key')).toBeUndefined();
  });

  it('an object is refreshed by a copy onto itself', async () => {
    put('hello');
    await blobs().refresh('key');
    expect(s3.calls).toEqual(['COPY bucket/key']);
    expect(s3.objects.get('bucket/key')?.content.toString()).toBe('hello');
  });

  it('an object can be deleted, even if it is already gone', async () => {
    put('hello');
    await blobs().delete('key');
    await blobs().delete('key');
    expect(s3.objects.size).toBe(0);
  });
});

test.each([
  [503, 'SlowDown'],
  [500, 'InternalError'],
  [403, 'AccessDenied'],
  [404, 'NoSuchBucket'],
])('a bucket that answers %i %s is an error, not a missing message', async (status, code) => {
  s3.failures.push(...Array.from({ length: patience.maxAttempts }, () => ({ status, code })));
  await expect(blobs().open('key')).rejects.toMatchObject({ name: code });
});

test('a function that sees no large message never loads the S3 client', () => {
  const loaded = jest.fn();
  jest.isolateModules(() => {
    jest.doMock('../../../lambda/shared/aws/s3-client', () => loaded());
    createS3Blobs('bucket');
  });
  expect(loaded).not.toHaveBeenCalled();
});
