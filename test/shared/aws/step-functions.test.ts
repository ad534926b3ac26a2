import { SendTaskFailureCommand, SendTaskSuccessCommand, SFNClient } from '@aws-sdk/client-sfn';
import { mockClient } from 'aws-sdk-client-mock';
import { createStepFunctions } from '../../../lambda/shared/aws/step-functions';

const client = mockClient(SFNClient);
beforeEach(() => client.reset());
afterAll(() => client.restore());
const answer = createStepFunctions(new SFNClient());
const succeeded = { kind: 'succeeded', output: { state: 'delivered' } } as const;

describe('answers to Step Functions', () => {
  test('a task succeeds with its output and fails with an error and a cause, both as JSON', async () => {
    expect(await answer('a', succeeded)).toBe(true);
    expect(await answer('b', { kind: 'failed', error: 'NotifyFailed', cause: { reason: 'gone' } })).toBe(true);
    const [success] = client.commandCalls(SendTaskSuccessCommand).map(({ args }) => args[0].input);
    expect(success).toEqual({ taskToken: 'a', output: '{"state":"delivered"}' });
    expect(client.commandCalls(SendTaskFailureCommand).map(({ args }) => args[0].input)).toEqual([
      { taskToken: 'b', error: 'NotifyFailed', cause: '{"reason":"gone"}' },
    ]);
  });

  test.each(['TaskTimedOut', 'TaskDoesNotExist', 'InvalidToken'])(
    '%s says that nobody waits any more, and is no error',
    async (name) => {
      client.onAnyCommand().rejects(Object.assign(new Error(name), { name }));
      expect(await answer('a', succeeded)).toBe(false);
    },
  );

  test('any other error is thrown, so that the answer is given again', async () => {
    client.onAnyCommand().rejects(Object.assign(new Error('slow down'), { name: 'ThrottlingException' }));
    await expect(answer('a', succeeded)).rejects.toThrow('slow down');
  });
});
