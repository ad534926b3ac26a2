import { Duration } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import {
  IntegrationPattern,
  JsonPath,
  QueryLanguage,
  TaskInput,
  Timeout,
  type TaskStateBase,
} from 'aws-cdk-lib/aws-stepfunctions';
import { LambdaInvoke } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import type { Construct } from 'constructs';
import { checkSenderName } from '../validation/check-publisher';
import { InvalidSettingsError } from '../validation/invalid-settings-error';

/**
 * What a state of Step Functions sends, and for how long it waits.
 *
 * @example
 * notify.sendTask(this, 'TellApplicant', {
 *   message: TaskInput.fromJsonPathAt('$.message'),
 *   idempotencyKey: JsonPath.executionId,
 *   timeout: Duration.days(5),
 * });
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/connect-to-resource.html#connect-wait-token
 */
export interface SendTaskProps {
  /**
   * The queue message, in Notify's own field names: an object, in which values may be paths into the state's input. Leave out
   * `idempotency_key`. The fields are those of the queue message: see `docs/guide/publish.md`.
   */
  readonly message: TaskInput;
  /**
   * Two messages with the same key are one. At most 256 characters when the state runs. It has to be the same when the state is
   * retried, so begin it with the execution's id, and put after that what tells the message from others of the execution.
   */
  readonly idempotencyKey: string;
  /**
   * For how long the state waits for the outcome, until it fails with `States.Timeout`. The message may still be sent after that:
   * give it an `expires_at` if it should not. At least a minute and at most a year.
   *
   * @default Duration.days(30)
   */
  readonly timeout?: Duration;
  /**
   * Whether it goes on the urgent queue.
   *
   * @default false
   */
  readonly urgent?: boolean;
  /**
   * The service that sends it, where several share the pipeline.
   *
   * @default - none
   */
  readonly sender?: string;
  /**
   * Where in the state's input the outcome is put. It cannot be given with JSONata.
   *
   * @default - the outcome is the state's output
   */
  readonly resultPath?: string;
  /**
   * In which language `message` and `idempotencyKey` name values of the state's input.
   *
   * @default QueryLanguage.JSON_PATH
   */
  readonly queryLanguage?: QueryLanguage;
}

const year = Duration.days(365);
/** Faults of AWS on the function's side. To begin again sends nothing twice. */
const passing = ['Lambda.TooManyRequestsException', 'Lambda.Unknown', 'Sandbox.Timedout', 'PipelineError'];

/**
 * The state that asks the function for a message and waits for its answer.
 * @throws InvalidSettingsError for a time or a sender that cannot be
 */
export function createSendTask(scope: Construct, id: string, fn: IFunction, props: SendTaskProps): TaskStateBase {
  const { message, idempotencyKey, timeout = Duration.days(30), urgent = false, sender, resultPath } = props;
  const { queryLanguage = QueryLanguage.JSON_PATH } = props;
  checkSenderName(sender, scope);
  if (timeout.toSeconds() < 60 || timeout.toSeconds() > year.toSeconds()) {
    throw new InvalidSettingsError(
      `timeout must be from one minute to one year, got ${timeout.toHumanString()}: choose another, or leave it out`,
      scope,
    );
  }
  const isJsonata = queryLanguage === QueryLanguage.JSONATA;
  const state = new LambdaInvoke(scope, id, {
    lambdaFunction: fn,
    integrationPattern: IntegrationPattern.WAIT_FOR_TASK_TOKEN,
    payload: TaskInput.fromObject({
      task_token: isJsonata ? '{% $states.context.Task.Token %}' : JsonPath.taskToken,
      message: message.value as unknown,
      idempotency_key: idempotencyKey,
      urgent,
      waits_for: timeout.toSeconds(),
      ...(sender !== undefined && { sender }),
    }),
    taskTimeout: Timeout.duration(timeout),
    queryLanguage,
    ...(resultPath !== undefined && { resultPath }),
  });
  state.addRetry({ errors: passing, interval: Duration.seconds(5), maxAttempts: 6, backoffRate: 2 });
  return state;
}
