import type { IEventBus, OnEventOptions, Rule } from 'aws-cdk-lib/aws-events';
import type { IConstruct } from 'constructs';

/**
 * The rules for the events of a pipeline.
 *
 * Every `onXxx` makes a rule on the bus for the events of this pipeline only, with the target that the options name. It
 * returns the rule, so that you can add targets. EventBridge calls a target at least once for each event, so a target must
 * handle repeats: a repeat has the same `detail.event_id`.
 *
 * @see https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.aws_events.OnEventOptions.html
 */
export interface IPipelineEvents extends IConstruct {
  /**
   * The bus that the events are on.
   *
   * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-bus.html
   */
  readonly eventBus: IEventBus;

  /**
   * The id that distinguishes this pipeline from others that use the same Notify service. It is part of the reference of
   * every message.
   */
  readonly pipelineId: string;

  /**
   * Makes a rule for every event of the pipeline, or for those that `eventPattern` selects.
   *
   * @example
   * notify.onEvent('Ended', {
   *   eventPattern: { detailType: [detailTypes.delivered, detailTypes.sent_untracked, detailTypes.expired] },
   *   target: new LambdaFunction(handler),
   * });
   * @throws InvalidSettingsError when the bus is known to be of another account or region, where no rule can be made, when
   * `eventPattern` names a field that this method sets, or when the events of an imported pipeline leave it out
   * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html
   */
  onEvent(id: string, options?: OnEventOptions): Rule;

  /**
   * Makes a rule for messages that arrived. A letter is delivered when it is dispatched.
   *
   * @example
   * notify.onDelivered('Delivered', { target: new LambdaFunction(handler) });
   * @throws InvalidSettingsError when the bus is known to be of another account or region, where no rule can be made, when
   * `eventPattern` names a field that this method sets, or when the events of an imported pipeline leave it out
   * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rules.html
   */
  onDelivered(id: string, options?: OnEventOptions): Rule;

  /**
   * Makes a rule for messages that Notify accepted and that did not arrive. `detail.failure` says why. Letters that come back
   * are among them.
   *
   * @example
   * notify.onFailed('Undeliverable', {
   *   eventPattern: { detail: { failure: ['permanent'] } },
   *   target: new LambdaFunction(handler),
   * });
   * @throws InvalidSettingsError when the bus is known to be of another account or region, where no rule can be made, when
   * `eventPattern` names a field that this method sets, or when the events of an imported pipeline leave it out
   * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rules.html
   */
  onFailed(id: string, options?: OnEventOptions): Rule;

  /**
   * Makes a rule for letters that came back, usually weeks after they were delivered. Only Notify's callback reports them.
   * The event is a `Notification Failed` whose `detail.failure` is `returned`, so `onFailed` gets it too.
   *
   * @throws Error when `callbacks` are not on.
   *
   * @example
   * notify.onLetterReturned('Returned', { target: new SqsQueue(wrongAddresses) });
   * @throws InvalidSettingsError when the bus is known to be of another account or region, where no rule can be made, when
   * `eventPattern` names a field that this method sets, or when the events of an imported pipeline leave it out
   * @see https://docs.notifications.service.gov.uk/rest-api.html#callbacks
   */
  onLetterReturned(id: string, options?: OnEventOptions): Rule;

  /**
   * Makes a rule for messages that were never sent, because they are invalid or Notify refuses them for good. `detail.reason`
   * says why.
   *
   * @example
   * notify.onRejected('Rejected', { target: new LambdaFunction(handler) });
   * @throws InvalidSettingsError when the bus is known to be of another account or region, where no rule can be made, when
   * `eventPattern` names a field that this method sets, or when the events of an imported pipeline leave it out
   * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rules.html
   */
  onRejected(id: string, options?: OnEventOptions): Rule;

  /**
   * Makes a rule for messages that were never sent, because their `expires_at` came first.
   *
   * @example
   * notify.onExpired('TooLate', { target: new LambdaFunction(handler) });
   * @throws InvalidSettingsError when the bus is known to be of another account or region, where no rule can be made, when
   * `eventPattern` names a field that this method sets, or when the events of an imported pipeline leave it out
   * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rules.html
   */
  onExpired(id: string, options?: OnEventOptions): Rule;

  /**
   * Makes a rule for messages that were never sent, because their publisher cancelled them. Nothing more is sent under their
   * idempotency key.
   *
   * @example
   * notify.onCancelled('Cancelled', { target: new LambdaFunction(handler) });
   * @throws InvalidSettingsError when the bus is known to be of another account or region, where no rule can be made, when
   * `eventPattern` names a field that this method sets, or when the events of an imported pipeline leave it out
   * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rules.html
   */
  onCancelled(id: string, options?: OnEventOptions): Rule;

  /**
   * Makes a rule for PDFs of letters that are in the bucket. `detail.pdf_bucket` and `detail.pdf_key` say where. The reader
   * needs `grantReadLetterPdfs`, because a PDF holds personal data.
   *
   * @throws Error when `letterPdfs` are not on.
   *
   * @example
   * notify.onLetterPdfStored('Archive', { target: new LambdaFunction(handler) });
   * @throws InvalidSettingsError when the bus is known to be of another account or region, where no rule can be made, when
   * `eventPattern` names a field that this method sets, or when the events of an imported pipeline leave it out
   * @see https://docs.notifications.service.gov.uk/rest-api.html#get-a-pdf-for-a-letter
   */
  onLetterPdfStored(id: string, options?: OnEventOptions): Rule;

  /**
   * Makes a rule for text messages that people send to the service. The event holds personal data, their number and what they
   * wrote: choose a target that may have it.
   *
   * @throws Error when `receivedTexts` are not on.
   *
   * @example
   * notify.onTextReceived('Stop', { target: new LambdaFunction(handler) });
   * @throws InvalidSettingsError when the bus is known to be of another account or region, where no rule can be made, when
   * `eventPattern` names a field that this method sets, or when the events of an imported pipeline leave it out
   * @see https://docs.notifications.service.gov.uk/rest-api.html#get-received-text-messages
   */
  onTextReceived(id: string, options?: OnEventOptions): Rule;

  /**
   * Makes a rule for emails that someone reported as spam. Only Notify's callback reports it, and it does not say who.
   *
   * @throws Error when `callbacks` are not on.
   *
   * @example
   * notify.onComplaintReceived('Complaints', { target: new LambdaFunction(handler) });
   * @throws InvalidSettingsError when the bus is known to be of another account or region, where no rule can be made, when
   * `eventPattern` names a field that this method sets, or when the events of an imported pipeline leave it out
   * @see https://docs.notifications.service.gov.uk/rest-api.html#callbacks
   */
  onComplaintReceived(id: string, options?: OnEventOptions): Rule;
}
