import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { mockClient } from 'aws-sdk-client-mock';
import { createSecret } from '../../../lambda/shared/aws/secret';
import { noon } from '../deliveries/deliveries';
import { ClockInTest } from '../../fakes/clock-in-test';

const client = new SecretsManagerClient();
const secrets = mockClient(client);
let clock: ClockInTest;
const secret = () => createSecret(client, 'arn:the-secret', clock);
const reads = (): number => secrets.commandCalls(GetSecretValueCommand).length;

beforeEach(() => {
  clock = new ClockInTest(noon);
  secrets.reset();
  secrets.on(GetSecretValueCommand).resolves({ SecretString: ' the value\n' });
});

describe('secret', () => {
  it('the value is read at its current version, without the white space around it', async () => {
    expect(await secret().value()).toBe('the value');
    expect(secrets.commandCalls(GetSecretValueCommand)[0]?.args[0].input).toEqual({ SecretId: 'arn:the-secret' });
  });

  it('the value is read once for everyone who asks within five minutes, even at the same time', async () => {
    const kept = secret();
    await Promise.all([kept.value(), kept.value(), kept.value()]);
    clock.moveBy(299_999);
    await kept.value();
    expect(reads()).toBe(1);
    clock.moveBy(1);
    await kept.value();
    expect(reads()).toBe(2);
  });

  it('the time from which the value is there is known each time that it is read', async () => {
    const since: number[] = [];
    secrets.on(GetSecretValueCommand).resolves({ SecretString: 'x', CreatedDate: new Date(noon - 1000) });
    const kept = createSecret(client, 'arn:the-secret', clock, (time) => since.push(time));
    await kept.value();
    await kept.value();
    expect(since).toEqual([noon - 1000]);
    await kept.reread();
    expect(since).toEqual([noon - 1000, noon - 1000]);
  });

  it('a reread value replaces the cached one', async () => {
    const kept = secret();
    await kept.value();
    secrets.on(GetSecretValueCommand).resolves({ SecretString: 'rotated' });
    expect(await kept.reread()).toBe('rotated');
    expect(await kept.value()).toBe('rotated');
    expect(reads()).toBe(2);
  });

  it('a failed read is tried again at the next call', async () => {
    const kept = secret();
    secrets
      .on(GetSecretValueCommand)
      .rejectsOnce(new Error('ThrottlingException'))
      .resolves({ SecretString: 'the value' });
    await expect(kept.value()).rejects.toThrow('ThrottlingException');
    expect(await kept.value()).toBe('the value');
  });

  it.each([{}, { SecretString: '' }, { SecretBinary: new Uint8Array([1]) }])(
    'an empty secret gives an error that says what to do: %j',
    async (answer) => {
      secrets.on(GetSecretValueCommand).resolves(answer);
      await expect(secret().value()).rejects.toThrow('secret arn:the-secret is empty; store its value in it as text');
    },
  );
});
