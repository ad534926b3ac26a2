import { withPlainNumbers } from '../rules/python/float';
import { renderTemplate } from '../rules/templates/render';
import { precompiled, shownStatus } from './endpoints/notification-view';
import type { MessageFilter } from './storage/message-filter';
import type { StoredNotification, StoredPersonalisation, RawStatus } from './storage/notification';
import type { Notify } from './notify';
import type { Channel, KeyType, Postage } from './world/world';

/** A message that the stand-in accepted, as a test sees it: a picture of one moment. */
export interface SentMessage {
  /** Notify's id of the message, a UUID. */
  readonly id: string;
  /** The id of the service. */
  readonly serviceId: string;
  /** The type of the key that it was sent with. */
  readonly keyType: KeyType;
  /** The channel. */
  readonly type: Channel;
  /** As Notify shows it: letters are `accepted` and then `received`. */
  readonly status: RawStatus | 'accepted' | 'received';
  /** As Notify stores it. */
  readonly rawStatus: RawStatus;
  /** The message's reference. `null`: none was given. */
  readonly reference: string | null;
  /** As sent; empty for a letter. */
  readonly recipient: string;
  /** Null for a precompiled letter. */
  readonly templateId: string | null;
  /** The version of the template, from 1. Null for a precompiled letter. */
  readonly templateVersion: number | null;
  /** The values, as they were sent. Null for a precompiled letter. */
  readonly personalisation: StoredPersonalisation | null;
  /** Filled in. */
  readonly body: string;
  /** The subject, filled in. Null for a text message. */
  readonly subject: string | null;
  /** How the letter goes. Null for other messages. */
  readonly postage: Postage | null;
  /** When it was accepted. */
  readonly createdAt: Date;
}

/**
 * The messages that the stand-in accepted and still has. Smoke tests, and messages that retention deleted, are not among
 * them.
 *
 * @example
 * expect(notify.notifications.to('amala@example.com')).toHaveLength(1);
 */
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

  /**
   * All of them, oldest first.
   *
   * @example
   * for (const { type, body } of notify.notifications.all()) console.log(type, body);
   */
  all(): SentMessage[] {
    this.catchUp();
    return Array.from(this.store.all(), showMessage);
  }

  /**
   * The message with this id. `undefined` when there is none.
   *
   * @example
   * const [first] = notify.notifications.all();
   * if (first) console.log(notify.notifications.byId(first.id)?.status);
   */
  byId(id: string): SentMessage | undefined {
    this.catchUp();
    const found = this.store.findAnywhere(id);
    return found && showMessage(found);
  }

  /**
   * Every message with this reference, oldest first: two are a double send.
   *
   * @example
   * expect(notify.notifications.byReference('order-1')).toHaveLength(1);
   */
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

  /**
   * Every message to this email address or phone number, as it was sent.
   *
   * @example
   * const [reminder] = notify.notifications.to('07900900123');
   */
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
