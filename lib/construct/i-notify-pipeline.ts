import type { Grant, IGrantable } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Function } from 'aws-cdk-lib/aws-lambda';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { IPipelineEvents } from './events/i-pipeline-events';
import type { TaskStateBase } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import type { SendTaskProps } from './functions/send-task';

/**
 * How a function publishes, if several services share a pipeline.
 *
 * @example
 * notify.addPublisher(applicationFunction, { sender: 'licences', urgent: false });
 */
export interface PublisherSettings {
  /**
   * The name of the service: 1 to 40 letters, digits, full stops, underscores and hyphens. Its idempotency keys are separate
   * from those of other services, and records and events have it as `sender`. The publisher sets it: anyone who may put
   * messages on the queue could set another.
   *
   * @default - none
   */
  readonly sender?: string;
  /**
   * Whether it may put messages on the urgent queue. IAM enforces it.
   *
   * @default true
   */
  readonly urgent?: boolean;
}

/**
 * A pipeline of this stack or of another: where to put messages, and its events. It is what the props of a construct of
 * your own should ask for, so that either can be given.
 *
 * @example
 * class Reminders extends Construct {
 *   constructor(scope: Construct, id: string, props: { readonly notify: INotifyPipeline; readonly sender: Function }) {
 *     super(scope, id);
 *     props.notify.addPublisher(props.sender);
 *   }
 * }
 */
export interface INotifyPipeline extends IPipelineEvents {
  /**
   * Where services put their messages.
   *
   * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/welcome.html
   */
  readonly queue: IQueue;

  /**
   * Where services put messages that must not wait behind others, such as sign-in codes.
   *
   * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/welcome.html
   */
  readonly urgentQueue: IQueue;

  /**
   * Stores messages that are too big for SQS, and the PDFs of letters if `letterPdfs` is on.
   *
   * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-managing-large-messages.html
   */
  readonly bucket: IBucket;

  /**
   * The key that encrypts what the pipeline stores.
   *
   * @see https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html
   */
  readonly encryptionKey: IKey;

  /**
   * Lets someone put messages on both queues, and put into the bucket those that are too big for SQS.
   *
   * For a principal of another account, the policies of the queues, the bucket and the pipeline's key allow it too. The owner
   * of an imported key must change its policy. The key can be used only through SQS and S3.
   *
   * A service of AWS, such as EventBridge, can use only the queues. Say for which account: without that, anybody in the world
   * could make it send. Synth warns you of that, and of a grant to a whole organisation.
   *
   * @throws InvalidSettingsError when it is everybody
   *
   * @example
   * notify.grantSend(new AccountPrincipal('111111111111'));
   * notify.grantSend(
   *   new ServicePrincipal('events.amazonaws.com', { conditions: { StringEquals: { 'aws:SourceAccount': '111111111111' } } }),
   * );
   * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-api-permissions-reference.html
   */
  grantSend(grantee: IGrantable): Grant;

  /**
   * Lets someone cancel messages that no worker has begun to send, with `cancel` of `NotifyPublisher` or `npx
   * cdk-govuk-notify cancel`. It allows to read and write the records of deliveries, and to delete scheduled messages. A role
   * that has it can cancel every message of the pipeline, and sees what it held. It grants nothing to a principal of another
   * account.
   *
   * @example
   * notify.grantCancel(applicationFunction);
   * @throws InvalidSettingsError when the tables of an imported pipeline are not known
   * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html
   */
  grantCancel(grantee: IGrantable): Grant;

  /**
   * Lets someone read the PDFs of letters, by the key in the events. They hold personal data: the recipient's name and
   * address, and the text of the letter.
   *
   * For a principal of another account, the policies of the bucket and of the pipeline's key allow it too. The owner of an
   * imported key must change its policy.
   *
   * @throws Error when `letterPdfs` are not on.
   *
   * @example
   * notify.grantReadLetterPdfs(archiveRole);
   * @see https://docs.notifications.service.gov.uk/rest-api.html#get-a-pdf-for-a-letter
   */
  grantReadLetterPdfs(grantee: IGrantable): Grant;

  /**
   * Lets a function publish: grants the permissions, and sets the environment variables that `NotifyPublisher.fromEnv()` of
   * `cdk-govuk-notify/publisher` reads. A function can publish to one pipeline in this way.
   *
   * @throws Error when the function publishes to another pipeline already, or is known to be in another region, from where
   * it could not reach the queues.
   *
   * @example
   * notify.addPublisher(applicationFunction, { sender: 'licences', urgent: false });
   * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
   */
  addPublisher(fn: Function, settings?: PublisherSettings): Grant;

  /**
   * A state of Step Functions that sends a message and waits for its outcome. It succeeds when the message was delivered. It fails
   * with `NotifyFailed`, `NotifyRejected`, `NotifyExpired`, `NotifyCancelled` or `NotifySentUntracked` when it ended otherwise, and
   * with `States.Timeout` when it has not ended in time. It works in standard workflows, not in express ones.
   *
   * @throws InvalidSettingsError when `sendTasks` are not on
   *
   * @see https://docs.aws.amazon.com/step-functions/latest/dg/connect-to-resource.html#connect-wait-token
   *
   * @example
   * const tell = notify.sendTask(this, 'TellApplicant', {
   *   message: TaskInput.fromObject({
   *     type: 'email',
   *     template_id: 'e0000000-0000-4000-8000-000000000003',
   *     email_address: JsonPath.stringAt('$.email'),
   *   }),
   *   idempotencyKey: JsonPath.format('{} granted', JsonPath.executionId),
   * });
   * tell.addCatch(askForAnotherAddress, { errors: ['NotifyFailed', 'NotifyRejected'] });
   */
  sendTask(scope: Construct, id: string, props: SendTaskProps): TaskStateBase;
}
