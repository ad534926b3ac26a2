import type { DeliveryState } from '../../contract/delivery';
import { InvalidSettingsError } from '../validation/invalid-settings-error';

/** The `detail-type` of an event that says a delivery has reached a state. */
export enum NotificationEvent {
  /** It is being given to Notify. */
  SENDING = 'Notification Sending',
  /** Something other than the message stops it: it waits. */
  HELD = 'Notification Held',
  /** Notify took it. */
  SENT = 'Notification Sent',
  /** Notify took it, and nobody will learn any more whether it arrived. */
  SENT_UNTRACKED = 'Notification Sent Untracked',
  /** It arrived; a letter: it was dispatched. */
  DELIVERED = 'Notification Delivered',
  /** Notify took it, and it did not arrive. */
  FAILED = 'Notification Failed',
  /** It was never sent, because it is wrong or Notify refuses it for good. */
  REJECTED = 'Notification Rejected',
  /** It was never sent, because its `expires_at` came first. */
  EXPIRED = 'Notification Expired',
  /** It was never sent, because its publisher cancelled it. */
  CANCELLED = 'Notification Cancelled',
}

const eventOf: Readonly<Record<DeliveryState, NotificationEvent>> = {
  sending: NotificationEvent.SENDING,
  held: NotificationEvent.HELD,
  sent: NotificationEvent.SENT,
  sent_untracked: NotificationEvent.SENT_UNTRACKED,
  delivered: NotificationEvent.DELIVERED,
  failed: NotificationEvent.FAILED,
  rejected: NotificationEvent.REJECTED,
  expired: NotificationEvent.EXPIRED,
  cancelled: NotificationEvent.CANCELLED,
};

const onTheWay: ReadonlySet<NotificationEvent> = new Set([
  NotificationEvent.SENDING,
  NotificationEvent.HELD,
  NotificationEvent.SENT,
]);

const everyEvent = Object.values(NotificationEvent);

/**
 * Which changes of a delivery are events on the bus. EventBridge charges for each event, and the function that puts them
 * there is not called for a change that is left out. The table has every change all the same.
 *
 * `Letter PDF Stored`, `Text Received` and `Complaint Received` are no changes of a state: the props that bring them switch
 * them on.
 *
 * @example
 * new NotifyPipeline(this, 'Notify', {
 *   apiKeySecret: Secret.fromSecretNameV2(this, 'Key', 'govuk-notify/api-key'),
 *   events: EventSelection.finalOnly(),
 * });
 *
 * @see https://aws.amazon.com/eventbridge/pricing/
 */
export class EventSelection {
  /**
   * Every change: three events for a message that is delivered at the first try.
   *
   * @example
   * EventSelection.all();
   */
  static all(): EventSelection {
    return new EventSelection(everyEvent);
  }

  /**
   * Every change but that to `sending`, which says no more than that a worker has begun: two events for a message that is
   * delivered.
   *
   * @example
   * EventSelection.withoutSending();
   */
  static withoutSending(): EventSelection {
    return new EventSelection(everyEvent.filter((event) => event !== NotificationEvent.SENDING));
  }

  /**
   * Only how it ended: delivered, sent untracked, failed, rejected, expired or cancelled. One event a message, and another if a letter
   * comes back after it was delivered, or if Notify has a message after all.
   *
   * @example
   * EventSelection.finalOnly();
   */
  static finalOnly(): EventSelection {
    return new EventSelection(everyEvent.filter((event) => !onTheWay.has(event)));
  }

  /**
   * These and no others.
   *
   * @throws InvalidSettingsError when there are none, or one that there is not.
   *
   * @example
   * EventSelection.of(NotificationEvent.FAILED, NotificationEvent.REJECTED, NotificationEvent.EXPIRED);
   */
  static of(...events: NotificationEvent[]): EventSelection {
    const unknown = events.filter((event) => !everyEvent.includes(event));
    if (events.length > 0 && unknown.length === 0) return new EventSelection(events);
    const got = events.length === 0 ? 'none' : unknown.map((event) => `'${event}'`).join(', ');
    throw new InvalidSettingsError(
      `EventSelection.of must have one or more of NotificationEvent, got ${got}: name the events that you need, such as NotificationEvent.FAILED`,
    );
  }

  /** @internal The states whose events are in it, in the order in which they can be reached. */
  readonly _states: readonly DeliveryState[];

  private constructor(events: readonly NotificationEvent[]) {
    this._states = statesOf(events);
  }
}

/** The states that these `detail-type`s report. */
export function statesOf(detailTypes: readonly unknown[]): readonly DeliveryState[] {
  return (Object.keys(eventOf) as DeliveryState[]).filter((state) => detailTypes.includes(eventOf[state]));
}

/** What the events of these states are called. */
export const namesOf = (states: readonly DeliveryState[]): string => states.map((state) => eventOf[state]).join(', ');
