import { errorCode } from '../../lib/notify/errors';
import { missingSetting } from '../../lib/publisher/missing-setting';

const ifMissing = {
  RegionMissing: { why: 'no AWS region', instead: 'set AWS_REGION' },
  CredentialsProviderError: {
    why: 'no AWS credentials',
    instead: 'sign in again, or set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY',
  },
} as const;

/** An error with the reason that AWS or its SDK gave, and nothing else of it. */
export function cannotAtAws(what: string, error: unknown, instead: string): Error {
  const { name = 'unknown' } = Object(error) as Partial<Error>;
  const code = errorCode(error) ?? (name === 'Error' ? 'unknown' : name);
  const missing = missingSetting(error);
  const told = missing ? ifMissing[missing] : { why: code, instead };
  return new Error(`${what} (${told.why}); ${told.instead}`);
}
