import { createS3Blobs } from '../../lambda/shared/aws/s3-blobs';
import { patience } from '../../lambda/shared/aws/patience';
import { isPayloadKey } from '../../lib/contract/payloads';

/** A pipeline's bucket, as far as something is looked for in it and deleted. */
export interface ReadableBucket {
  /** The content of an object. `undefined`: it is not there. */
  read(key: string): Promise<string | undefined>;
  delete(key: string): Promise<void>;
  /** The keys of the contents of messages that are there. */
  payloadKeys(): AsyncIterable<string>;
}

/**
 * Opens it with the AWS SDK's client for S3, which the command line does not carry.
 * @throws Error when that is not installed
 */
export async function openPayloadBucket(bucketName: string): Promise<ReadableBucket> {
  const { ListObjectsV2Command, S3Client } = await import('@aws-sdk/client-s3').catch(() => {
    throw new Error(
      'the bucket cannot be read, because @aws-sdk/client-s3 is not installed; run `npm install @aws-sdk/client-s3`, then run this again',
    );
  });
  const blobs = createS3Blobs(bucketName);
  const { requestHandler } = patience;
  const client = new S3Client({ requestHandler });
  return {
    read: async (key) => {
      const found = await blobs.open(key);
      return found?.text();
    },
    delete: (key) => blobs.delete(key),
    async *payloadKeys() {
      let ContinuationToken: string | undefined;
      do {
        const page = await client.send(new ListObjectsV2Command({ Bucket: bucketName, ContinuationToken }));
        yield* (page.Contents ?? []).flatMap(({ Key = '' }) => (isPayloadKey(Key) ? [Key] : []));
        ContinuationToken = page.NextContinuationToken;
      } while (ContinuationToken !== undefined);
    },
  };
}
