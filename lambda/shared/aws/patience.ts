/** To make a connection, in milliseconds. */
const connectionTimeout = 1000;
/** From when a request begins until its answer does, in milliseconds. */
const requestTimeout = 5000;
const maxAttempts = 3;
/** The SDK waits between attempts: at most half a second and then a whole one, after throttling. In milliseconds. */
const betweenAttempts = 1500;

/**
 * How long every client of AWS waits. On its own the SDK waits for as long as the connection is there, and a connection
 * that died unnoticed is there for minutes.
 * @see https://github.com/aws/aws-sdk-js-v3/blob/main/supplemental-docs/CLIENTS.md#request-handler-requesthandler
 */
export const patience = {
  maxAttempts,
  requestHandler: {
    connectionTimeout,
    requestTimeout,
    // Without it the SDK only warns.
    throwOnRequestTimeout: true,
    // For a body that stops half way, or that nobody reads on.
    socketTimeout: requestTimeout,
  },
};

/** The longest that one call of AWS takes, in milliseconds. */
export const longestCall = maxAttempts * requestTimeout + betweenAttempts;
