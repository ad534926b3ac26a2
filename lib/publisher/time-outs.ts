/** How long the publisher's own clients of AWS wait, in milliseconds: on its own the SDK waits for as long as the connection lasts. */
const timeOuts = (requestTimeout: number) => ({
  requestHandler: {
    connectionTimeout: 2000,
    requestTimeout,
    // Without it the SDK only warns.
    throwOnRequestTimeout: true,
    socketTimeout: requestTimeout,
  },
});

/** For SQS and SSM: a call of theirs carries at most 1 MiB. */
export const shortCalls = timeOuts(10_000);

/** For S3: a payload has up to 16 MiB. */
export const uploads = timeOuts(60_000);
