import { Match, Rule, type EventPattern, type IEventBus, type OnEventOptions } from 'aws-cdk-lib/aws-events';
import { Construct } from 'constructs';
import { detailTypes, eventSource, type DetailType } from '../contract/events/names';

/** What has to be known of a pipeline to hear its events. */
export interface NotifyPipelineAttributes {
  /** The bus that its events are on: its own, or one of this account that they are sent on to. */
  readonly eventBus: IEventBus;

  /** Its `pipelineId`, which the app in `bin/` puts out as `PipelineId`. */
  readonly pipelineId: string;
}

/** Which doors of a pipeline are open to what Notify tells beside the outcome of a message. */
export interface Doors {
  readonly texts: boolean;
  readonly callbacks: boolean;
}

/**
 * The events of a pipeline, in the manner of the CDK: every `onXxx` makes a rule on the bus for the events of this
 * pipeline alone, with the target that the options name, and answers the rule for more targets. It is called at least
 * once for every event, so targets have to bear a repeat: `detail.event_id` tells it.
 *
 * @see https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.aws_events.OnEventOptions.html
 */
export abstract class NotifyPipelineBase extends Construct {
  /** The bus that the events are on. */
  abstract readonly eventBus: IEventBus;
  /** What tells this pipeline from others that use the same Notify service. */
  abstract readonly pipelineId: string;
  protected abstract readonly tellsOf: Doors;

  /**
   * Every event of the pipeline, or those that `eventPattern` names.
   *
   * @example
   * notify.onEvent('Ended', {
   *   eventPattern: { detailType: [detailTypes.delivered, detailTypes.sent_untracked, detailTypes.expired] },
   *   target: new LambdaFunction(handler),
   * });
   */
  onEvent(id: string, options: OnEventOptions = {}): Rule {
    const { eventPattern, ...others } = options;
    const rule = new Rule(this, id, { ...others, eventBus: this.eventBus });
    rule.addEventPattern({
      source: [eventSource],
      // What one pipeline hands on to another is on the bus too, and no event in this sense: it has no such id.
      detail: { event_id: Match.exists(), pipeline_id: [this.pipelineId] },
    });
    // Last, for the CDK writes what comes later into what came first, and this one may be used for other rules too.
    rule.addEventPattern(eventPattern);
    rule.addTarget(options.target);
    return rule;
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
   * @throws Error when `receipts` are not on.
   *
   * @example
   * notify.onLetterReturned('Returned', { target: new SqsQueue(wrongAddresses) });
   */
  onLetterReturned(id: string, options?: OnEventOptions): Rule {
    requireProp(this.tellsOf.callbacks, 'receipts', 'onLetterReturned');
    return this.onDetailType(detailTypes.failed, id, options, { detail: { failure: ['returned'] } });
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
   * Someone sent a text message to the service. The event holds personal data, their number and what they wrote: choose
   * a target that may.
   *
   * @throws Error when `receivedTexts` are not on.
   *
   * @example
   * notify.onTextReceived('Texts', { target: new LambdaFunction(handler) });
   */
  onTextReceived(id: string, options?: OnEventOptions): Rule {
    requireProp(this.tellsOf.texts, 'receivedTexts', 'onTextReceived');
    return this.onDetailType(detailTypes.text_received, id, options);
  }

  /**
   * Someone reported an email as spam. It is told by Notify's callback alone, and does not say who.
   *
   * @throws Error when `receipts` are not on.
   *
   * @example
   * notify.onComplaintReceived('Complaints', { target: new LambdaFunction(handler) });
   */
  onComplaintReceived(id: string, options?: OnEventOptions): Rule {
    requireProp(this.tellsOf.callbacks, 'receipts', 'onComplaintReceived');
    return this.onDetailType(detailTypes.complaint_received, id, options);
  }

  private onDetailType(detailType: DetailType, id: string, options?: OnEventOptions, also: EventPattern = {}): Rule {
    const rule = this.onEvent(id, options);
    rule.addEventPattern({ ...also, detailType: [detailType] });
    return rule;
  }
}

/** A rule that can never be called would only show when it is missed. */
function requireProp(isOn: boolean, prop: string, method: string): void {
  if (!isOn) throw new Error(`${method} would never be called, for ${prop} is not on: set ${prop} to true`);
}

/** A pipeline of another stack, app or account, by what has to be known of it. */
export class ImportedPipeline extends NotifyPipelineBase {
  readonly eventBus: IEventBus;
  readonly pipelineId: string;
  /** Nobody here knows, so all. */
  protected readonly tellsOf: Doors = { texts: true, callbacks: true };

  constructor(scope: Construct, id: string, { eventBus, pipelineId }: NotifyPipelineAttributes) {
    super(scope, id);
    this.eventBus = eventBus;
    this.pipelineId = pipelineId;
  }
}
