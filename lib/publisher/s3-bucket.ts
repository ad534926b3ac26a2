import type * as S3 from '@aws-sdk/client-s3';
import type { PayloadBucket } from './post';
import { uploads } from './time-outs';

/** The SDK's client for S3 as far as we use it: install it only if you publish big messages. */
export interface ClientForS3 {
  send(command: never): Promise<unknown>;
}

/** A bucket in S3. The SDK's client is loaded with the first big message: most programs never publish one. */
export function createS3Bucket(bucketName: string | undefined, given: ClientForS3 | undefined): PayloadBucket {
  let client: Pick<S3.S3Client, 'send'> | undefined = given;
  return {
    put: async (key, content) => {
      // The CommonJS build has it as require(), because Jest does not let users' tests call import().
      const s3: typeof S3 = await import('@aws-sdk/client-s3');
      client ??= new s3.S3Client(uploads);
      const type = 'application/json';
      await client.send(new s3.PutObjectCommand({ Bucket: bucketName, Key: key, Body: content, ContentType: type }));
    },
  };
}
