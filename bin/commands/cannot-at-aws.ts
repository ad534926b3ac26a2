import { errorCode } from '../../lib/notify/errors';

/** What the SDK finds missing before it asks AWS: it has no code for that, or one that helps nobody. */
const missing = new Map([
  ['Region is missing', { why: 'no AWS region', instead: 'set AWS_REGION' }],
  [
    'CredentialsProviderError',
    {
      why: 'no AWS credentials',
      instead: 'sign in again, or set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY',
    },
  ],
]);

/** An error with the reason that AWS or its SDK gave, and nothing else of it. */
export function cannotAtAws(what: string, error: unknown, instead: string): Error {
  const { name = 'unknown', message = '' } = Object(error) as Partial<Error>;
  const code = errorCode(error) ?? (name === 'Error' ? 'unknown' : name);
  const told = missing.get(message) ?? missing.get(name) ?? { why: code, instead };
  return new Error(`${what} (${told.why}); ${told.instead}`);
}
