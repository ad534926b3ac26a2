import { SendTaskFailureCommand, SendTaskSuccessCommand, type SFNClient } from '@aws-sdk/client-sfn';
import type { AnswerTask } from '../tasks/waiting-tasks';

/** What Step Functions calls a task that nobody waits for any more. */
const over: ReadonlySet<unknown> = new Set(['TaskTimedOut', 'TaskDoesNotExist', 'InvalidToken']);

/**
 * Answers tasks of Step Functions by their tokens.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/connect-to-resource.html#connect-wait-token
 */
export function createStepFunctions(client: Pick<SFNClient, 'send'>): AnswerTask {
  return async (taskToken, answer) => {
    try {
      await (answer.kind === 'succeeded'
        ? client.send(new SendTaskSuccessCommand({ taskToken, output: JSON.stringify(answer.output) }))
        : client.send(
            new SendTaskFailureCommand({ taskToken, error: answer.error, cause: JSON.stringify(answer.cause) }),
          ));
      return true;
    } catch (error) {
      if (over.has(Object(error).name)) return false;
      throw error;
    }
  };
}
