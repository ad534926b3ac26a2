import { Match, type EventPattern, type IEventBus, type OnEventOptions, type Rule } from 'aws-cdk-lib/aws-events';
import { Construct } from 'constructs';
import { detailTypes, eventSource, type DetailType } from '../../contract/events/names';
import type { DeliveryState } from '../../contract/delivery';
import { createEventRule } from './event-rule';
import type { IPipelineEvents } from './i-pipeline-events';
import { statesNamedBy } from './published-states';
import { InvalidSettingsError } from '../validation/invalid-settings-error';

/** Which events a pipeline has beside those of its deliveries. */
export interface OptionalEvents {
  readonly texts: boolean;
  readonly callbacks: boolean;
  readonly letterPdfs: boolean;
}

/**
 * Makes the rules for the events of a pipeline. `NotifyPipeline` and imported pipelines extend it.
 *
 * @example
 * notify.onRejected('Rejected', { target: new LambdaFunction(handler) });
 */
export abstract class PipelineEvents extends Construct implements IPipelineEvents {
  abstract readonly eventBus: IEventBus;
  abstract readonly pipelineId: string;
  /**
   * Which events it has besides those of deliveries.
   * @internal
   */
  protected abstract readonly _optionalEvents: OptionalEvents;
  /**
   * Sees to it that the events of these states are published, because a rule needs them.
   * @internal
   */
  protected abstract _publish(rule: Rule, states: readonly DeliveryState[]): void;

  onEvent(id: string, options?: OnEventOptions): Rule {
    return this.ruleFor({}, id, options);
  }

  onDelivered(id: string, options?: OnEventOptions): Rule {
    return this.onDetailType(detailTypes.delivered, id, options);
  }

  onFailed(id: string, options?: OnEventOptions): Rule {
    return this.onDetailType(detailTypes.failed, id, options);
  }

  onLetterReturned(id: string, options?: OnEventOptions): Rule {
    requireProp(this._optionalEvents.callbacks, 'callbacks', 'onLetterReturned');
    return this.onDetailType(detailTypes.failed, id, options, { failure: ['returned'] });
  }

  onRejected(id: string, options?: OnEventOptions): Rule {
    return this.onDetailType(detailTypes.rejected, id, options);
  }

  onExpired(id: string, options?: OnEventOptions): Rule {
    return this.onDetailType(detailTypes.expired, id, options);
  }

  onCancelled(id: string, options?: OnEventOptions): Rule {
    return this.onDetailType(detailTypes.cancelled, id, options);
  }

  onLetterPdfStored(id: string, options?: OnEventOptions): Rule {
    requireProp(this._optionalEvents.letterPdfs, 'letterPdfs', 'onLetterPdfStored');
    return this.onDetailType(detailTypes.letter_pdf_stored, id, options);
  }

  onTextReceived(id: string, options?: OnEventOptions): Rule {
    requireProp(this._optionalEvents.texts, 'receivedTexts', 'onTextReceived');
    return this.onDetailType(detailTypes.text_received, id, options);
  }

  onComplaintReceived(id: string, options?: OnEventOptions): Rule {
    requireProp(this._optionalEvents.callbacks, 'callbacks', 'onComplaintReceived');
    return this.onDetailType(detailTypes.complaint_received, id, options);
  }

  private onDetailType(detailType: DetailType, id: string, options?: OnEventOptions, detail = {}): Rule {
    return this.ruleFor({ detailType: [detailType], detail }, id, options);
  }

  private ruleFor({ detail, ...others }: EventPattern, id: string, options: OnEventOptions = {}): Rule {
    // What one pipeline hands on to another is on the bus too, and no event in this sense: it has no such id.
    const ofThis = { event_id: Match.exists(), pipeline_id: [this.pipelineId] };
    const own = { ...others, source: [eventSource], detail: { ...detail, ...ofThis } };
    const rule = createEventRule(this, id, { eventBus: this.eventBus, own, options });
    this._publish(rule, statesNamedBy({ ...options.eventPattern, ...others }));
    return rule;
  }
}

/** A rule that can never be called would only show when it is missed. */
function requireProp(isOn: boolean, prop: string, method: string): void {
  if (isOn) return;
  throw new InvalidSettingsError(`${method} would never be called, because ${prop} is off: set ${prop} to true`);
}
