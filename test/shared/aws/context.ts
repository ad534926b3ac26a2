import type { Context } from 'aws-lambda';

/** What Lambda tells a function of an invocation. */
export const aContext: Context = {
  callbackWaitsForEmptyEventLoop: false,
  functionName: 'function',
  functionVersion: '$LATEST',
  invokedFunctionArn: 'arn:aws:lambda:eu-west-2:111122223333:function:function',
  memoryLimitInMB: '512',
  awsRequestId: '4f6c2f9e-6c0e-4b6b-9a83-0c8fd1a3a0b9',
  logGroupName: 'logs',
  logStreamName: 'stream',
  getRemainingTimeInMillis: () => 120_000,
  done: () => undefined,
  fail: () => undefined,
  succeed: () => undefined,
};
