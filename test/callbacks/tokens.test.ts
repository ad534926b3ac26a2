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

describe('a token of callbacks', () => {
  it('is good if it is the value of the secret, which never had another', async () => {
    expect(await tokens.accepts(first)).toBe(true);
    expect(await tokens.accepts(second)).toBe(false);
    expect(await tokens.accepts('')).toBe(false);
  });

  it('is good without the line break that an editor put behind it', async () => {
    secretHolds(`${first}\n`);
    expect(await tokens.accepts(first)).toBe(true);
  });

  it('is good from when it is put into the secret, and the one before stays so until the next', async () => {
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

  it('is no more good within five minutes of being taken out of the secret', async () => {
    expect(await tokens.accepts(first)).toBe(true);
    secretHolds(second, second);
    clock.moveBy(299_999);
    expect(await tokens.accepts(first)).toBe(true);
    clock.moveBy(1);
    expect(await tokens.accepts(first)).toBe(false);
  });

  it('that is bad has the secret read again once in ten seconds, however many come', async () => {
    for (let second = 0; second < 20; second += 1) {
      await Promise.all(Array.from({ length: 50 }, (_, n) => tokens.accepts(`guess ${n}`)));
      clock.moveBy(1000);
    }
    expect(reads()).toBe(2);
  });

  it('has the secret read once for all who come at the same time', async () => {
    await Promise.all(Array.from({ length: 16 }, () => tokens.accepts(first)));
    expect(reads()).toBe(1);
  });

  it('cannot be judged while the secret cannot be read, and is as soon as it can', async () => {
    secrets.reset();
    secrets.on(GetSecretValueCommand).rejects(new Error('access denied'));
    await expect(tokens.accepts(first)).rejects.toThrow('access denied');
    secretHolds(first);
    expect(await tokens.accepts(first)).toBe(true);
  });

  it('cannot be judged when the version before cannot be read, for it may be that one', async () => {
    secretHolds(second, first);
    secrets
      .on(GetSecretValueCommand, { SecretId: 'the secret', VersionStage: 'AWSPREVIOUS' })
      .rejects(new Error('throttled'));
    await expect(tokens.accepts(first)).rejects.toThrow('throttled');
  });

  it('under ten characters is none: Notify takes no such token', async () => {
    secretHolds(first, 'changeme');
    expect(await tokens.accepts(first)).toBe(true);
    expect(await tokens.accepts('changeme')).toBe(false);
  });

  it.each(['123456789', ''])('that is current and too short is a fault of ours: "%s"', async (short) => {
    secretHolds(short, first);
    await expect(tokens.accepts(first)).rejects.toThrow(
      `secret the secret holds a token of ${short.length} characters, and GOV.UK Notify takes none under 10`,
    );
  });
});
