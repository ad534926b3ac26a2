import type { Channel } from '../../contract/queue-message';
import type { Postage } from '../../notify/responses';
import type { Permission } from '../../rules/permissions';

/** A key of type `live` sends to anyone, `team` to the team and the guest list, `test` to nobody at all. */
export type KeyType = 'live' | 'team' | 'test';

export type { Channel, Permission, Postage };

/** What a template may say about the postage of its letters. */
export type TemplatePostage = 'first' | 'second' | 'economy';

/**
 * Everything the stand-in Notify knows when it starts. Only ids, names and texts are needed; all else has the default
 * that a live service has on GOV.UK Notify.
 *
 * @example
 * const world: World = {
 *   services: [
 *     {
 *       id: '8c1f2b5e-0d7a-4d55-9b1c-3f6c7d3f9a10',
 *       name: 'Apply for a juggling licence',
 *       keys: [{ name: 'mine', type: 'live', secret: '2f5f0f4e-6d3c-4b8e-9f5c-8d1d7a6f4b21' }],
 *       templates: [
 *         {
 *           id: '5d7c0a0e-5b0f-4d43-8a36-6f1f9d7b1c01',
 *           type: 'email',
 *           name: 'Licence granted',
 *           versions: [{ subject: 'Your licence', body: 'Dear ((name)), you may juggle.' }],
 *         },
 *       ],
 *     },
 *   ],
 * };
 */
export interface World {
  /** The services that Notify has. */
  readonly services: readonly Service[];
  /** What messages cost. @default prices like Notify's, which are only good for tests */
  readonly prices?: Partial<Prices>;
}

/** A service on Notify. */
export interface Service {
  /** A UUID. */
  readonly id: string;
  /** The name of the service. */
  readonly name: string;
  /** What stands before `@notifications.service.gov.uk` in `from_email`. @default the name, with dots for spaces */
  readonly emailLocalPart?: string;
  /** An archived service's keys are refused. @default false */
  readonly archived?: boolean;
  /** In trial mode it sends to the team and the guest list only, and no letters. @default false */
  readonly trial?: boolean;
  /**
   * What the service may send.
   *
   * @default email, sms, letter, international_sms and international_letters
   */
  readonly permissions?: readonly Permission[];
  /** Requests a minute that each type of key may send. @default 3000 */
  readonly rateLimit?: number;
  /** Messages a day, until 00:00 UTC. @default 250,000 emails, 250,000 texts (100 of them international), 20,000 letters; in trial mode 50, 50, 100 and 0 */
  readonly dailyLimits?: Partial<DailyLimits>;
  /** Its API keys. */
  readonly keys: readonly ApiKey[];
  /** Email addresses and mobile numbers of the team members. @default none */
  readonly team?: readonly string[];
  /** Email addresses and phone numbers of the guest list. @default none */
  readonly guestList?: readonly string[];
  /** Its templates. */
  readonly templates: readonly WorldTemplate[];
  /** The first is the default one unless another says so. @default `GOVUK` alone */
  readonly smsSenders?: readonly SmsSender[];
  /**
   * Its reply-to addresses. The first is the default one.
   *
   * @default none
   */
  readonly emailReplyTos?: readonly EmailReplyTo[];
  /** The contact details without which no file can be sent by email. `null`: none. @default an email address */
  readonly contactLink?: string | null;
  /** The number that texts to the service come in on. @default 07700900500 */
  readonly receivedTextNumber?: string;
  /** Where Notify reports to. @default nowhere */
  readonly callbacks?: Callbacks;
  /** Days that messages are kept. @default 7 for each channel */
  readonly retentionDays?: Partial<Record<Channel, number>>;
}

/** How many messages a service may send in a day, which begins at 00:00 UTC. */
export interface DailyLimits {
  /** Emails. */
  readonly email: number;
  /** Text messages. */
  readonly sms: number;
  /** Letters. */
  readonly letter: number;
  /** Text messages to other countries. They count as `sms` too. */
  readonly international_sms: number;
}

/** An API key. Written in full it is `{name}-{service id}-{secret}`: see `apiKey`. */
export interface ApiKey {
  /** The name of the key, as the team calls it. */
  readonly name: string;
  /** To whom it can send. */
  readonly type: KeyType;
  /** A UUID. */
  readonly secret: string;
  /** When it was revoked, as an ISO date. For seven days it is refused as revoked, then as unknown. @default not revoked */
  readonly revokedAt?: string | null;
}

/** A template with all its versions. */
export interface WorldTemplate {
  /** A UUID. */
  readonly id: string;
  /** Its channel. */
  readonly type: Channel;
  /** Its name on the website. */
  readonly name: string;
  /** Oldest first: the first is version 1, the last is the one in use. */
  readonly versions: readonly TemplateVersion[];
  /** Deleted on the website: it still can be read, but not be sent. @default false */
  readonly archived?: boolean;
  /** One of Notify's own that no API call finds. @default false */
  readonly hidden?: boolean;
  /** Letters only. @default 'second' */
  readonly postage?: TemplatePostage | null;
}

/** One version of a template. */
export interface TemplateVersion {
  /** With `((placeholders))`. */
  readonly body: string;
  /** Subject of an email, heading of a letter. @default none */
  readonly subject?: string | null;
  /** The sender's address at the top of a letter. @default none */
  readonly letterContactBlock?: string | null;
  /** Heading and body of the Welsh half of a bilingual letter. @default none */
  readonly welshSubject?: string | null;
  /**
   * The body of the Welsh half of a bilingual letter.
   *
   * @default none
   */
  readonly welshBody?: string | null;
  /** What the template was called then. @default the template's name */
  readonly name?: string;
  /**
   * Names of files that are attached to an email on the website, such as `leaflet.pdf`. Each is a placeholder of the
   * body, `((leaflet.pdf))`, that Notify fills with a link when it sends. @default none
   */
  readonly attachedFiles?: readonly string[];
  /** Whether Notify puts its own unsubscribe link under an email. @default false */
  readonly hasUnsubscribeLink?: boolean;
  /** An ISO date. @default a fixed one */
  readonly createdAt?: string;
  /** Email address of the author. @default a fixed one */
  readonly createdBy?: string;
}

/** A text message sender of a service. */
export interface SmsSender {
  /** A UUID. */
  readonly id: string;
  /** Up to 11 letters and digits, or a number. */
  readonly sender: string;
  /**
   * Whether it is the default sender.
   *
   * @default true for the first
   */
  readonly isDefault?: boolean;
  /**
   * Whether it is deleted: messages that name it are refused.
   *
   * @default false
   */
  readonly archived?: boolean;
}

/** A reply-to address of a service. */
export interface EmailReplyTo {
  /** A UUID. */
  readonly id: string;
  /** The address that replies go to. */
  readonly emailAddress: string;
  /**
   * Whether it is deleted: messages that name it are refused.
   *
   * @default false
   */
  readonly archived?: boolean;
}

/** One URL for each kind of callback. */
export interface Callbacks {
  /**
   * Where to report what happened to messages.
   *
   * @default none
   */
  readonly deliveryReceipts?: CallbackTarget;
  /**
   * Where to report text messages that people send.
   *
   * @default none
   */
  readonly receivedTexts?: CallbackTarget;
  /**
   * Where to report letters that came back.
   *
   * @default none
   */
  readonly returnedLetters?: CallbackTarget;
  /**
   * Where to report emails that someone called spam.
   *
   * @default none
   */
  readonly complaints?: CallbackTarget;
}

/** A URL that the stand-in calls, and its token. */
export interface CallbackTarget {
  /** Notify takes `https` only; the stand-in takes `http` too, so that it can call a server of your test. */
  readonly url: string;
  /** What stands after `Bearer ` in the callback's `Authorization` header. */
  readonly bearerToken: string;
}

/** What a letter of one sheet costs, and so on up to five: more do not go into an envelope. */
export type LetterPrices = readonly [number, number, number, number, number];

/** In pounds. */
export interface Prices {
  /** One fragment of a text message within the UK. */
  readonly sms: number;
  /** A letter of one, two, three, four and five sheets. */
  readonly letter: Readonly<Record<Postage, LetterPrices>>;
}
