import { randomUUID } from 'node:crypto';
import { checkPhoneNumber } from '../../rules/recipients/check-recipient';
import { complaint, receivedText } from '../callbacks/payloads';
import type { Ending } from '../lifecycle/endings';
import { fits, type EndingRule, type MessageMatch } from '../lifecycle/lifecycle';
import type { Notify } from '../notify';
import type { StoredNotification } from '../storage/notification';
import type { StoredText } from '../storage/received-texts';
import type { CompleteService } from '../world/complete-world';
import type { KeyType } from '../world/world';
import { sendFromWebsite, type WebsiteMessage } from './website';

/** A text message that someone sends to a service. */
export interface TextToReceive {
  /** The sender's phone number. */
  readonly from: string;
  /** The text. */
  readonly content: string;
  /**
   * The id of the service that receives it.
   *
   * @default the first service
   */
  readonly serviceId?: string;
}

/** A text message that a service received. */
export interface TextFromPerson {
  /** Notify's id of the text, a UUID. */
  readonly id: string;
  /** The id of the service. */
  readonly serviceId: string;
  /** The sender's number, as Notify writes it: 447900900123. */
  readonly from: string;
  /** The service's number. */
  readonly to: string;
  /** The text. */
  readonly content: string;
  /** When it came in. */
  readonly receivedAt: Date;
}

/**
 * Makes things happen that Notify's own API cannot: how messages end, texts that people send, letters that come back.
 *
 * @example
 * notify.control.endAs({ recipient: '07900900123' }, 'temporary-failure');
 */
export class Control {
  constructor(
    private readonly notify: Notify,
    private readonly catchUp: () => void,
  ) {}

  /**
   * Decides how messages end: those that fit and are under way, and those that will be sent. Of several decisions that
   * fit a message the latest holds. An ending that the message's channel does not have counts as `delivered`.
   *
   * @example
   * notify.control.endAs({ recipient: 'amala@example.com' }, 'permanent-failure');
   */
  endAs(match: MessageMatch, ending: Ending): void {
    this.catchUp();
    const { notifications, lifecycle, now } = this.notify;
    lifecycle.decide(match, ending);
    const found = match.id === undefined ? notifications.all() : [notifications.findAnywhere(match.id)];
    for (const notification of found) {
      if (notification && fits(notification, match)) lifecycle.redirect(notification, ending, now());
    }
  }

  /**
   * Withdraws every decision of `endAs` for messages that will be sent. Those that are under way end as it was decided.
   *
   * @example
   * notify.control.clearEndings();
   */
  clearEndings(): void {
    this.notify.lifecycle.forgetDecisions();
  }

  /** The decisions of `endAs` for messages that will be sent, oldest first: of those that fit one the last holds. */
  get endings(): readonly EndingRule[] {
    return this.notify.lifecycle.rules;
  }

  /** The texts that services received, oldest first. */
  get receivedTexts(): readonly TextFromPerson[] {
    return this.notify.receivedTexts.all().toReversed().map(describeText);
  }

  /**
   * Makes a service receive a text. Returns its id.
   *
   * @example
   * notify.control.receiveText({ from: '07900900123', content: 'yes' });
   * @throws Error when the number is not a phone number, or the service is unknown
   */
  receiveText({ from, content, serviceId }: TextToReceive): string {
    this.catchUp();
    const service = this.service(serviceId);
    const phone = checkPhoneNumber(from);
    if (!phone.valid) throw new Error(`the sender of a received text is no phone number: ${phone.message}`);
    const { notify } = this;
    const createdAt = notify.notifications.uniqueMoment(notify.now());
    const id = randomUUID();
    const userNumber = phone.normalised;
    const text = { id, service, notifyNumber: service.receivedTextNumber, userNumber, content, createdAt };
    notify.receivedTexts.add(text);
    notify.recorder.revision += 1;
    const payload = () => notify.receivedTexts.find(service.id, id) && receivedText(text);
    notify.callbacks.add('receivedTexts', service.callbacks.receivedTexts, payload, notify.now());
    return id;
  }

  /**
   * Sends a message as someone of the team does on the website, without the checks of the API. Returns its id.
   *
   * @example
   * notify.control.sendFromWebsite({ templateId, recipient: '07900900123', createdByName: 'Ines' });
   * @throws Error when the service is unknown or has no such template
   */
  sendFromWebsite(message: WebsiteMessage): string {
    this.catchUp();
    return sendFromWebsite(this.notify, this.service(message.serviceId), message);
  }

  /**
   * Makes a delivered letter come back.
   *
   * @example
   * const [letter] = notify.notifications.all();
   * if (letter) notify.control.returnLetter(letter.id);
   * @throws Error when there is no such letter, or it is not delivered
   */
  returnLetter(id: string): void {
    const letter = this.letter(id, 'delivered');
    this.notify.lifecycle.set(letter, 'returned-letter', this.notify.now());
  }

  /**
   * Cancels a letter, as a team can on the website before it is printed.
   *
   * @example
   * const [letter] = notify.notifications.all();
   * if (letter) notify.control.cancelLetter(letter.id);
   * @throws Error when there is no such letter, or it is printed
   */
  cancelLetter(id: string): void {
    const letter = this.letter(id, 'created');
    this.notify.lifecycle.set(letter, 'cancelled', this.notify.now());
  }

  /**
   * Makes the recipient of an email report it as spam.
   *
   * @example
   * const [email] = notify.notifications.to('amala@example.com');
   * if (email) notify.control.complain(email.id);
   * @throws Error when there is no such message
   */
  complain(id: string): void {
    const notification = this.find(id);
    const { callbacks, now } = this.notify;
    const payload = complaint(notification, randomUUID(), now());
    callbacks.add('complaints', notification.service.callbacks.complaints, () => payload, now());
  }

  /**
   * Sets how many requests of the rate limit a type of key has left. Each request takes one, and is refused when none is left
   * after that: with 1, the next request is the first to be refused.
   *
   * @example
   * notify.control.setTokens(1);
   * @throws Error when the service is unknown
   */
  setTokens(tokens: number, keyType: KeyType = 'live', serviceId?: string): void {
    this.notify.limits.setTokens(this.service(serviceId).id, keyType, tokens, this.notify.now());
  }

  private service(id: string | undefined): CompleteService {
    const found = this.notify.world.services.find((service) => id === undefined || service.id === id);
    if (found === undefined) throw new Error(`the world has no service ${id ?? 'at all'}: give the id of one`);
    return found;
  }

  private letter(id: string, status: 'created' | 'delivered'): StoredNotification {
    const found = this.find(id);
    if (found.type === 'letter' && found.status === status) return found;
    throw new Error(`the message ${id} is no letter in status ${status}, but ${found.type} in status ${found.status}`);
  }

  private find(id: string): StoredNotification {
    this.catchUp();
    const found = this.notify.notifications.findAnywhere(id);
    if (found === undefined) throw new Error(`there is no message ${id}: it was never sent, or retention took it`);
    return found;
  }
}

function describeText({ id, service, userNumber, notifyNumber, content, createdAt }: StoredText): TextFromPerson {
  const receivedAt = new Date(Math.floor(createdAt / 1000));
  return { id, serviceId: service.id, from: userNumber, to: notifyNumber, content, receivedAt };
}
