import { withPlainNumbers } from '../rules/python/float';
import { renderTemplate } from '../rules/templates/render';
import { precompiled, shownStatus } from './endpoints/notification-view';
import type { MessageFilter } from './storage/message-filter';
import type { StoredNotification, StoredPersonalisation, RawStatus } from './storage/notification';
import type { Notify } from './notify';
import type { Channel, KeyType, Postage } from './world/world';

/** A message that the stand-in accepted, as a test sees it: a picture of one moment. */
export interface SentMessage {
  readonly id: string;
  readonly serviceId: string;
  readonly keyType: KeyType;
  readonly type: Channel;
  /** As Notify shows it: letters are `accepted` and then `received`. */
  readonly status: RawStatus | 'accepted' | 'received';
  /** As Notify stores it. */
  readonly rawStatus: RawStatus;
  readonly reference: string | null;
  /** As sent; empty for a letter. */
  readonly recipient: string;
  /** Null for a precompiled letter. */
  readonly templateId: string | null;
  readonly templateVersion: number | null;
  readonly personalisation: StoredPersonalisation | null;
  /** Filled in. */
  readonly body: string;
  readonly subject: string | null;
  readonly postage: Postage | null;
  readonly createdAt: Date;
}

/** The messages the stand-in accepted and still holds: smoke tests and what retention took are not among them. */
export class SentMessages {
  constructor(
    private readonly notify: Pick<Notify, 'notifications'>,
    private readonly catchUp: () => void,
  ) {}

  private get store(): Notify['notifications'] {
    return this.notify.notifications;
  }

  /** How many there are. */
  get size(): number {
    this.catchUp();
    return this.store.size;
  }

  /** All of them, oldest first. */
  all(): SentMessage[] {
    this.catchUp();
    return Array.from(this.store.all(), showMessage);
  }

  /** The message with this id. */
  byId(id: string): SentMessage | undefined {
    this.catchUp();
    const found = this.store.findAnywhere(id);
    return found && showMessage(found);
  }

  /** Every message with this reference, oldest first: two are a double send. */
  byReference(reference: string): SentMessage[] {
    this.catchUp();
    return this.store.withReference(reference).map(showMessage);
  }

  /**
   * Every message that fits the filter, oldest first.
   *
   * @example
   * notify.notifications.find({ q: 'security code', type: 'sms', status: 'delivered' });
   */
  find(filter: MessageFilter): SentMessage[] {
    this.catchUp();
    return this.store.search(filter).toReversed().map(showMessage);
  }

  /**
   * The newest message that fits the filter.
   *
   * @example
   * const code = notify.notifications.latest({ to: '07900 900123' })?.body.match(/\d{6}/)?.[0];
   */
  latest(filter: MessageFilter = {}): SentMessage | undefined {
    this.catchUp();
    const [newest] = this.store.search({ ...filter, limit: 1 });
    return newest && showMessage(newest);
  }

  /** Every message to this email address or phone number, as it was sent. */
  to(recipient: string): SentMessage[] {
    this.catchUp();
    return Array.from(this.store.all())
      .filter((notification) => notification.recipient === recipient)
      .map(showMessage);
  }
}

/** A message as a test sees it. */
export function showMessage(notification: StoredNotification): SentMessage {
  const { version, template, personalisation } = notification;
  const filled = () => (version ? renderTemplate(version, personalisation) : precompiled);
  return {
    id: notification.id,
    serviceId: notification.service.id,
    keyType: notification.keyType,
    type: notification.type,
    status: shownStatus(notification),
    rawStatus: notification.status,
    reference: notification.reference,
    recipient: notification.recipient,
    templateId: template?.id ?? null,
    templateVersion: version?.number ?? null,
    get personalisation() {
      return personalisation && (withPlainNumbers(personalisation) as StoredPersonalisation);
    },
    get body() {
      return filled().body;
    },
    get subject() {
      return filled().subject;
    },
    postage: notification.details.postage,
    createdAt: new Date(Math.floor(notification.createdAt / 1000)),
  };
}
