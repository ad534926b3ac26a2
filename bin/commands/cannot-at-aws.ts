import { errorCode } from '../../lib/notify/errors';
import { missingSetting } from '../../lib/publisher/missing-setting';

const ifMissing = {
  RegionMissing: { why: 'no AWS region', instead: 'set AWS_REGION' },
  CredentialsProviderError: {
    why: 'no AWS credentials',
    instead: 'sign in again, or set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY',
  },
} as const;

/** What the machine says of a connection that it could not make. */
interface SystemError {
  readonly address: string;
  readonly port: number;
  readonly hostname: string;
  readonly errors: readonly unknown[];
}

/** Where a connection should have gone, if it is that which failed. */
function addressOf(error: unknown): string | undefined {
  const { address, port, hostname, errors = [] } = Object(error) as Partial<SystemError>;
  if (address !== undefined) return port === undefined ? address : `${address}:${port}`;
  return hostname ?? (errors.length > 0 ? addressOf(errors[0]) : undefined);
}

/** An error with the reason that AWS or its SDK gave, and nothing else of it. */
export function cannotAtAws(what: string, error: unknown, instead: string): Error {
  const { name = 'unknown' } = Object(error) as Partial<Error>;
  const code = errorCode(error) ?? (name === 'Error' ? 'unknown' : name);
  const missing = missingSetting(error);
  const address = addressOf(error);
  const why = address === undefined ? code : `${code} at ${address}`;
  const reason = missing ? ifMissing[missing] : { why, instead };
  return new Error(`${what} (${reason.why}); ${reason.instead}`);
}
