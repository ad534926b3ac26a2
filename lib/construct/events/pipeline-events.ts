import { Match, type EventPattern, type IEventBus, type OnEventOptions, type Rule } from 'aws-cdk-lib/aws-events';
import { Construct } from 'constructs';
import { detailTypes, eventSource, type DetailType } from '../../contract/events/names';
import { createEventRule } from './event-rule';
import { InvalidSettingsError } from '../validation/invalid-settings-error';

/** Which events a pipeline has beside those of its deliveries. */
export interface OptionalEvents {
  readonly texts: boolean;
  readonly callbacks: boolean;
  readonly letterPdfs: boolean;
}

/** The rules for the events of a pipeline. What each is for stands in `INotifyPipeline`. */
export abstract class PipelineEvents extends Construct {
  abstract readonly eventBus: IEventBus;
  abstract readonly pipelineId: string;
  /**
   * What it can tell of beside its deliveries.
   * @internal
   */
  protected abstract readonly _optionalEvents: OptionalEvents;

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
    return createEventRule(this, id, { eventBus: this.eventBus, own, options });
  }
}

/** A rule that can never be called would only show when it is missed. */
function requireProp(isOn: boolean, prop: string, method: string): void {
  if (isOn) return;
  throw new InvalidSettingsError(`${method} would never be called, for ${prop} is not on: set ${prop} to true`);
}
