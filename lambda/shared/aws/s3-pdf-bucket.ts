import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { PdfBucket } from '../ports';

/**
 * A bucket in S3, which encrypts what it is given with the pipeline's key.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html
 */
export function createS3PdfBucket(s3: Pick<S3Client, 'send'>, name: string): PdfBucket {
  return {
    name,
    put: async (key, pdf) => {
      await s3.send(new PutObjectCommand({ Bucket: name, Key: key, Body: pdf, ContentType: 'application/pdf' }));
    },
  };
}
