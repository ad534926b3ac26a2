import {
  GetSecretValueCommand,
  ResourceNotFoundException,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { mockClient } from 'aws-sdk-client-mock';
import { createTokenReader } from '../../lambda/shared/aws/token-secret';
import { createRotatingSecret } from '../../lambda/callbacks/rotating-secret';
import { createTokens, type CallbackTokens } from '../../lambda/callbacks/tokens';
import { noon } from '../shared/deliveries/deliveries';
import { ClockInTest } from '../fakes/clock-in-test';

const client = new SecretsManagerClient();
const secrets = mockClient(client);
const [first, second, third] = ['the first token', 'the second token', 'the third token'];
let clock: ClockInTest;
let tokens: CallbackTokens;
/** The times that somebody read the secret: two versions each. */
const reads = (): number => secrets.commandCalls(GetSecretValueCommand).length / 2;

function secretHolds(current: string, previous?: string): void {
  secrets.reset();
  secrets
    .on(GetSecretValueCommand, { SecretId: 'the secret', VersionStage: 'AWSCURRENT' })
    .resolves({ SecretString: current });
  const before = secrets.on(GetSecretValueCommand, { SecretId: 'the secret', VersionStage: 'AWSPREVIOUS' });
  if (previous === undefined)
    before.rejects(new ResourceNotFoundException({ message: 'no such stage', $metadata: {} }));
  else before.resolves({ SecretString: previous });
}

beforeEach(() => {
  clock = new ClockInTest(noon);
  tokens = createTokens(createRotatingSecret(createTokenReader(client, 'the secret'), clock));
  secretHolds(first);
});

describe('callbacks: bearer tokens', () => {
  it('the value of a secret with one version is the only valid token', async () => {
    expect(await tokens.accepts(first)).toBe(true);
    expect(await tokens.accepts(second)).toBe(false);
    expect(await tokens.accepts('')).toBe(false);
  });

  it('a line break after the token in the secret is ignored', async () => {
    secretHolds(`${first}\n`);
    expect(await tokens.accepts(first)).toBe(true);
  });

  it('a new token is valid at once, and the previous one stays valid until the next change', async () => {
    expect(await tokens.accepts(first)).toBe(true);
    secretHolds(second, first);
    clock.moveBy(10_000);
    expect(await tokens.accepts(second)).toBe(true);
    expect(await tokens.accepts(first)).toBe(true);
    secretHolds(third, second);
    clock.moveBy(300_000);
    expect(await Promise.all([first, second, third].map((token) => tokens.accepts(token)))).toEqual([
      false,
      true,
      true,
    ]);
  });

  it('a token that is removed from the secret stops working within five minutes', async () => {
    expect(await tokens.accepts(first)).toBe(true);
    secretHolds(second, second);
    clock.moveBy(299_999);
    expect(await tokens.accepts(first)).toBe(true);
    clock.moveBy(1);
    expect(await tokens.accepts(first)).toBe(false);
  });

  it('invalid tokens cause one read of the secret in ten seconds, however many arrive', async () => {
    for (let second = 0; second < 20; second += 1) {
      await Promise.all(Array.from({ length: 50 }, (_, n) => tokens.accepts(`guess ${n}`)));
      clock.moveBy(1000);
    }
    expect(reads()).toBe(2);
  });

  it('requests at the same time cause one read of the secret', async () => {
    await Promise.all(Array.from({ length: 16 }, () => tokens.accepts(first)));
    expect(reads()).toBe(1);
  });

  it('a token cannot be checked while the secret cannot be read, and can as soon as it is readable', async () => {
    secrets.reset();
    secrets.on(GetSecretValueCommand).rejects(new Error('access denied'));
    await expect(tokens.accepts(first)).rejects.toThrow('access denied');
    secretHolds(first);
    expect(await tokens.accepts(first)).toBe(true);
  });

  it('a token cannot be checked without the previous version, because it may be that one', async () => {
    secretHolds(second, first);
    secrets
      .on(GetSecretValueCommand, { SecretId: 'the secret', VersionStage: 'AWSPREVIOUS' })
      .rejects(new Error('throttled'));
    await expect(tokens.accepts(first)).rejects.toThrow('throttled');
  });

  it('a token of fewer than ten characters is never valid, because Notify accepts none that short', async () => {
    secretHolds(first, 'changeme');
    expect(await tokens.accepts(first)).toBe(true);
    expect(await tokens.accepts('changeme')).toBe(false);
  });

  it.each(['123456789', ''])(
    'a current token that is too short is an error that names the secret: "%s"',
    async (short) => {
      secretHolds(short, first);
      await expect(tokens.accepts(first)).rejects.toThrow(
        `secret the secret holds a token of ${short.length} characters, but GOV.UK Notify accepts none under 10`,
      );
    },
  );
});
