import { PipelineError } from '../../../lib/contract/pipeline-error';

/**
 * Stands in for the default provider of the AWS SDK in the functions' bundles: see `build/bundle.ts`. Lambda gives a Node.js
 * function the credentials of its role in these variables and nowhere else. The SDK would carry six other ways to get some.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime
 */
export const defaultProvider = () => async () => {
  const {
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_SESSION_TOKEN: sessionToken,
  } = process.env;
  if (!accessKeyId || !secretAccessKey) {
    throw new PipelineError(
      'AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set; Lambda sets them, so set them if you run the function elsewhere',
    );
  }
  return { accessKeyId, secretAccessKey, ...(sessionToken ? { sessionToken } : {}) };
};
