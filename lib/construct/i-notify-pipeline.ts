import type { IEventBus, OnEventOptions, Rule } from 'aws-cdk-lib/aws-events';
import type { Grant, IGrantable } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Function } from 'aws-cdk-lib/aws-lambda';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { IConstruct } from 'constructs';

/**
 * A pipeline of this stack or of another: where to put messages, and its events. It is what the props of a construct of
 * your own should ask for, so that either can be given.
 *
 * In the manner of the CDK, every `onXxx` makes a rule on the bus for the events of this pipeline alone, with the target
 * that the options name, and answers the rule for more targets. It is called at least once for every event, so targets
 * have to bear a repeat: `detail.event_id` tells it. It throws when the bus is known to be of another account or region,
 * for no rule can be made there, and when `eventPattern` names what tells this pipeline's events, or those of the method,
 * from others.
 *
 * @example
 * class Reminders extends Construct {
 *   constructor(scope: Construct, id: string, props: { readonly notify: INotifyPipeline; readonly sender: Function }) {
 *     super(scope, id);
 *     props.notify.addPublisher(props.sender);
 *   }
 * }
 *
 * @see https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.aws_events.OnEventOptions.html
 */
export interface INotifyPipeline extends IConstruct {
  /** The bus that the events are on. */
  readonly eventBus: IEventBus;

  /** What tells this pipeline from others that use the same Notify service. */
  readonly pipelineId: string;

  /** Where services put their messages. */
  readonly queue: IQueue;

  /** Where services put messages that must not wait behind others, such as sign-in codes. */
  readonly urgentQueue: IQueue;

  /** Where messages are kept that are too big for SQS. */
  readonly bucket: IBucket;

  /** The key that encrypts what the pipeline keeps. */
  readonly encryptionKey: IKey;

  /**
   * Lets someone put messages on the queue and on the urgent queue, and into the bucket those that are too big for SQS.
   * For a principal of another account the policies of the queues, of the bucket and of the pipeline's key say so too; an
   * imported key's policy has to be changed by whoever owns it.
   *
   * @example
   * notify.grantSend(new AccountPrincipal('111111111111'));
   */
  grantSend(grantee: IGrantable): Grant;

  /**
   * Lets someone read the PDFs of letters, by the key that stands in the events. They hold personal data: the name and the
   * address of whoever the letter is for, and all that it says.
   *
   * For a principal of another account the policies of the bucket and of the pipeline's key say so too; an imported key's
   * policy has to be changed by whoever owns it.
   *
   * @throws Error when `letterPdfs` are not on.
   *
   * @example
   * notify.grantReadLetterPdfs(archiveRole);
   */
  grantReadLetterPdfs(grantee: IGrantable): Grant;

  /**
   * Lets a function publish: grants what it takes, and sets the environment that `NotifyPublisher.fromEnv()` of
   * `cdk-govuk-notify/publisher` reads. A function can publish to one pipeline in this way.
   *
   * @throws Error when the function publishes to another pipeline already, or is known to be in another region, from where
   * it could not reach the queues.
   *
   * @example
   * notify.addPublisher(applicationFunction);
   */
  addPublisher(fn: Function): Grant;

  /**
   * Every event of the pipeline, or those that `eventPattern` names.
   *
   * @example
   * notify.onEvent('Ended', {
   *   eventPattern: { detailType: [detailTypes.delivered, detailTypes.sent_untracked, detailTypes.expired] },
   *   target: new LambdaFunction(handler),
   * });
   */
  onEvent(id: string, options?: OnEventOptions): Rule;

  /**
   * A message arrived; a letter: it was dispatched.
   *
   * @example
   * notify.onDelivered('Delivered', { target: new LambdaFunction(handler) });
   */
  onDelivered(id: string, options?: OnEventOptions): Rule;

  /**
   * A message that Notify took did not arrive: `detail.failure` says why. Letters that come back are among them.
   *
   * @example
   * notify.onFailed('Undeliverable', {
   *   eventPattern: { detail: { failure: ['permanent'] } },
   *   target: new LambdaFunction(handler),
   * });
   */
  onFailed(id: string, options?: OnEventOptions): Rule;

  /**
   * A letter came back, as a rule weeks after it was delivered. It is told by Notify's callback alone, and is a
   * `Notification Failed` whose `detail.failure` is `returned`: `onFailed` hears of it too.
   *
   * @throws Error when `callbacks` are not on.
   *
   * @example
   * notify.onLetterReturned('Returned', { target: new SqsQueue(wrongAddresses) });
   */
  onLetterReturned(id: string, options?: OnEventOptions): Rule;

  /**
   * A message was never sent, for it is wrong or Notify refuses it for good: `detail.reason` says why.
   *
   * @example
   * notify.onRejected('Rejected', { target: new LambdaFunction(handler) });
   */
  onRejected(id: string, options?: OnEventOptions): Rule;

  /**
   * A message was never sent, for its `expires_at` came first.
   *
   * @example
   * notify.onExpired('TooLate', { target: new LambdaFunction(handler) });
   */
  onExpired(id: string, options?: OnEventOptions): Rule;

  /**
   * The PDF of a letter is in the bucket: `detail.pdf_bucket` and `detail.pdf_key` say where. Who is to read it needs
   * `grantReadLetterPdfs`, for it holds personal data.
   *
   * @throws Error when `letterPdfs` are not on.
   *
   * @example
   * notify.onLetterPdfStored('Archive', { target: new LambdaFunction(handler) });
   */
  onLetterPdfStored(id: string, options?: OnEventOptions): Rule;

  /**
   * Someone sent a text message to the service. The event holds personal data, their number and what they wrote: choose
   * a target that may.
   *
   * @throws Error when `receivedTexts` are not on.
   *
   * @example
   * notify.onTextReceived('Stop', { target: new LambdaFunction(handler) });
   */
  onTextReceived(id: string, options?: OnEventOptions): Rule;

  /**
   * Someone reported an email as spam. It is told by Notify's callback alone, and does not say who.
   *
   * @throws Error when `callbacks` are not on.
   *
   * @example
   * notify.onComplaintReceived('Complaints', { target: new LambdaFunction(handler) });
   */
  onComplaintReceived(id: string, options?: OnEventOptions): Rule;
}
