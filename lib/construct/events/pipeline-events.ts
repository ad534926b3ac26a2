import { Match, type EventPattern, type IEventBus, type OnEventOptions, type Rule } from 'aws-cdk-lib/aws-events';
import { Construct } from 'constructs';
import { detailTypes, eventSource, type DetailType } from '../../contract/events/names';
import { createEventRule } from './event-rule';
import { InvalidSettingsError } from '../validation/invalid-settings-error';

/** Which doors of a pipeline are open to what Notify tells beside the outcome of a message. */
export interface OptionalEvents {
  readonly texts: boolean;
  readonly callbacks: boolean;
  readonly letterPdfs: boolean;
}

/**
 * The events of a pipeline.
 *
 * In the manner of the CDK, every `onXxx` makes a rule on the bus for the events of this
 * pipeline alone, with the target that the options name, and answers the rule for more targets. It is called at least
 * once for every event, so targets have to bear a repeat: `detail.event_id` tells it. It throws when the bus is known to
 * be of another account or region, for no rule can be made there, and when `eventPattern` names what tells this pipeline's
 * events, or those of the method, from others.
 *
 * @see https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.aws_events.OnEventOptions.html
 */
export abstract class PipelineEvents extends Construct {
  /** The bus that the events are on. */
  abstract readonly eventBus: IEventBus;
  /** What tells this pipeline from others that use the same Notify service. */
  abstract readonly pipelineId: string;
  /** What it can tell of beside its deliveries. */
  protected abstract readonly optionalEvents: OptionalEvents;

  /**
   * Every event of the pipeline, or those that `eventPattern` names.
   *
   * @example
   * notify.onEvent('Ended', {
   *   eventPattern: { detailType: [detailTypes.delivered, detailTypes.sent_untracked, detailTypes.expired] },
   *   target: new LambdaFunction(handler),
   * });
   */
  onEvent(id: string, options?: OnEventOptions): Rule {
    return this.ruleFor({}, id, options);
  }

  /**
   * A message arrived; a letter: it was dispatched.
   *
   * @example
   * notify.onDelivered('Delivered', { target: new LambdaFunction(handler) });
   */
  onDelivered(id: string, options?: OnEventOptions): Rule {
    return this.onDetailType(detailTypes.delivered, id, options);
  }

  /**
   * A message that Notify took did not arrive: `detail.failure` says why. Letters that come back are among them.
   *
   * @example
   * notify.onFailed('Undeliverable', {
   *   eventPattern: { detail: { failure: ['permanent'] } },
   *   target: new LambdaFunction(handler),
   * });
   */
  onFailed(id: string, options?: OnEventOptions): Rule {
    return this.onDetailType(detailTypes.failed, id, options);
  }

  /**
   * A letter came back, as a rule weeks after it was delivered. It is told by Notify's callback alone, and is a
   * `Notification Failed` whose `detail.failure` is `returned`: `onFailed` hears of it too.
   *
   * @throws Error when `callbacks` are not on.
   *
   * @example
   * notify.onLetterReturned('Returned', { target: new SqsQueue(wrongAddresses) });
   */
  onLetterReturned(id: string, options?: OnEventOptions): Rule {
    requireProp(this.optionalEvents.callbacks, 'callbacks', 'onLetterReturned');
    return this.onDetailType(detailTypes.failed, id, options, { failure: ['returned'] });
  }

  /**
   * A message was never sent, for it is wrong or Notify refuses it for good: `detail.reason` says why.
   *
   * @example
   * notify.onRejected('Rejected', { target: new LambdaFunction(handler) });
   */
  onRejected(id: string, options?: OnEventOptions): Rule {
    return this.onDetailType(detailTypes.rejected, id, options);
  }

  /**
   * A message was never sent, for its `expires_at` came first.
   *
   * @example
   * notify.onExpired('TooLate', { target: new LambdaFunction(handler) });
   */
  onExpired(id: string, options?: OnEventOptions): Rule {
    return this.onDetailType(detailTypes.expired, id, options);
  }

  /**
   * The PDF of a letter is in the bucket: `detail.pdf_bucket` and `detail.pdf_key` say where. Who is to read it needs
   * `grantReadLetterPdfs`, for it holds personal data.
   *
   * @throws Error when `letterPdfs` are not on.
   *
   * @example
   * notify.onLetterPdfStored('Archive', { target: new LambdaFunction(handler) });
   */
  onLetterPdfStored(id: string, options?: OnEventOptions): Rule {
    requireProp(this.optionalEvents.letterPdfs, 'letterPdfs', 'onLetterPdfStored');
    return this.onDetailType(detailTypes.letter_pdf_stored, id, options);
  }

  /**
   * Someone sent a text message to the service. The event holds personal data, their number and what they wrote: choose
   * a target that may.
   *
   * @throws Error when `receivedTexts` are not on.
   *
   * @example
   * notify.onTextReceived('Stop', { target: new LambdaFunction(handler) });
   */
  onTextReceived(id: string, options?: OnEventOptions): Rule {
    requireProp(this.optionalEvents.texts, 'receivedTexts', 'onTextReceived');
    return this.onDetailType(detailTypes.text_received, id, options);
  }

  /**
   * Someone reported an email as spam. It is told by Notify's callback alone, and does not say who.
   *
   * @throws Error when `callbacks` are not on.
   *
   * @example
   * notify.onComplaintReceived('Complaints', { target: new LambdaFunction(handler) });
   */
  onComplaintReceived(id: string, options?: OnEventOptions): Rule {
    requireProp(this.optionalEvents.callbacks, 'callbacks', 'onComplaintReceived');
    return this.onDetailType(detailTypes.complaint_received, id, options);
  }

  private onDetailType(detailType: DetailType, id: string, options?: OnEventOptions, detail = {}): Rule {
    return this.ruleFor({ detailType: [detailType], detail }, id, options);
  }

  private ruleFor({ detail, ...others }: EventPattern, id: string, options: OnEventOptions = {}): Rule {
    // What one pipeline hands on to another is on the bus too, and no event in this sense: it has no such id.
    const ofThis = { event_id: Match.exists(), pipeline_id: [this.pipelineId] };
    const own = { ...others, source: [eventSource], detail: { ...detail, ...ofThis } };
    return createEventRule(this, id, { eventBus: this.eventBus, own, options });
  }
}

/** A rule that can never be called would only show when it is missed. */
function requireProp(isOn: boolean, prop: string, method: string): void {
  if (isOn) return;
  throw new InvalidSettingsError(`${method} would never be called, for ${prop} is not on: set ${prop} to true`);
}
