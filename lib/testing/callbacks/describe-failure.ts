import { errorCode } from '../../notify/errors';

const meanings: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens at that address and port',
  ECONNRESET: 'the connection was lost before an answer came',
  EPIPE: 'the connection was lost before an answer came',
  ENOTFOUND: 'the name of the host is not known',
  EAI_AGAIN: 'the name of the host could not be looked up',
  EHOSTUNREACH: 'the host cannot be reached',
  ENETUNREACH: 'the network cannot be reached',
  ETIMEDOUT: 'the host cannot be reached',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is self-signed, and not trusted',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate is self-signed, and not trusted',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate is not trusted',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  EPROTO: 'it does not speak HTTPS',
};

/**
 * What went wrong with a call that got no answer, for a person to read.
 *
 * @param timeout how long an answer was waited for, in milliseconds
 */
export function describeFailure(failure: unknown, timeout: number): string {
  // In Jest, errors of Node's own are no instances of a test's Error.
  const { name, message = 'no answer' } = Object(failure) as { readonly name?: string; readonly message?: string };
  const code = errorCode(failure);
  if (code === 'ABORT_ERR' || name === 'TimeoutError' || name === 'AbortError') {
    return `no answer within ${timeout / 1000} seconds`;
  }
  return code === undefined ? message : `${meanings[code] ?? message} (${code})`;
}
