import type { S3Client } from '@aws-sdk/client-s3';
import type { Readable } from 'node:stream';
import type { BlobWriter, Blobs } from '../ports';
import { patience } from './patience';

/**
 * Objects of a bucket. The client for S3 is loaded when the first one is asked for, so that a function which never sees a
 * big message starts without it.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
 */
export function createS3Blobs(bucketName: string): Blobs & BlobWriter {
  let client: S3Client | undefined;
  const load = async () => {
    const s3 = await import('./s3-client');
    client ??= new s3.S3Client(patience);
    return { s3, client };
  };

  return {
    open: async (key) => {
      const { s3, client } = await load();
      try {
        const {
          Body,
          ContentLength = 0,
          LastModified,
        } = await client.send(new s3.GetObjectCommand({ Bucket: bucketName, Key: key }));
        return {
          bytes: ContentLength,
          storedAt: LastModified?.getTime() ?? 0,
          text: () => unlessDamaged(Body?.transformToString()),
          // What nobody reads would keep the connection.
          close: () => void (Body as Readable | undefined)?.destroy(),
        };
      } catch (error) {
        if (error instanceof s3.NoSuchKey) return undefined;
        throw error;
      }
    },
    refresh: async (key) => {
      const { s3, client } = await load();
      await client.send(
        new s3.CopyObjectCommand({
          Bucket: bucketName,
          Key: key,
          CopySource: `${bucketName}/${key}`,
          // A copy onto itself that would change nothing is refused.
          MetadataDirective: 'REPLACE',
        }),
      );
    },
    put: async (key, body) => {
      const { s3, client } = await load();
      await client.send(
        new s3.PutObjectCommand({ Bucket: bucketName, Key: key, Body: body, ContentType: 'application/json' }),
      );
    },
    delete: async (key) => {
      const { s3, client } = await load();
      await client.send(new s3.DeleteObjectCommand({ Bucket: bucketName, Key: key }));
    },
  };
}

/** The SDK checks what it reads, and has no class of its own for an error that says so. */
async function unlessDamaged(text: Promise<string> = Promise.resolve('')): Promise<string | undefined> {
  try {
    return await text;
  } catch (error) {
    if (error instanceof Error && error.message.startsWith('Checksum mismatch')) return undefined;
    throw error;
  }
}
