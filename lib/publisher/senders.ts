import type {
  EmailToPublish,
  LetterToPublish,
  PersonalisationToPublish,
  PreparedFile,
  Published,
  SmsToPublish,
} from './messages';
import type { NotifyPublisher } from './publisher';

/** A value for a placeholder of a text message or letter. */
export type Value = Exclude<PersonalisationToPublish[string], PreparedFile | null | undefined>;

/** A value for a placeholder of an email, which may also be a file made ready by `prepareUpload`. */
export type FileOrValue = Value | PreparedFile;

/**
 * Whether the text of a conditional placeholder, such as `((bring??Bring your licence))`, is shown. Of texts, Notify
 * takes `yes`, `y`, `true`, `t`, `1`, `include` and `show` for yes, in any case, and every other for no.
 */
export type YesOrNo = boolean | string;

type LastLine = `address_line_${3 | 4 | 5 | 6 | 7}` | 'postcode';

/**
 * The address of a letter: Notify requires at least three lines. The last is a UK postcode or, if the service may send
 * letters abroad, a country. With an `address_line_7`, even an empty one, Notify does not look at `postcode`.
 */
export type LetterAddress = {
  readonly address_line_1: string;
  readonly address_line_2: string;
} & { readonly [Line in LastLine]?: string | undefined } & {
    [Line in LastLine]: { readonly [One in Line]: string };
  }[LastLine];

/** A template, and its version when the file of senders was written. */
export interface TemplateInUse {
  /** The template's id, a UUID. */
  readonly id: string;
  /** Its version, from 1. */
  readonly version: number;
}

/** Publishes one message, made from one template. */
export interface Sender<Message> {
  (message: Message): Promise<Published>;
  /** The template that its messages are made from. */
  readonly template: TemplateInUse;
}

/** What senders need of a publisher: a `NotifyPublisher` is one, and so is a fake in your tests. */
export type Publishes = Pick<NotifyPublisher, 'sendEmail' | 'sendSms' | 'sendLetter'>;

/** Without placeholders there is nothing to fill. */
type Filled<Values> = keyof Values extends never
  ? { readonly personalisation?: undefined }
  : { readonly personalisation: Readonly<Values> };

type EmailOf<Values> = Omit<
  EmailToPublish,
  'templateId' | 'emailAddress' | 'personalisation' | 'sanitiseContentFor'
> & {
  /** The email address. */
  readonly to: string;
  readonly sanitiseContentFor?: readonly (keyof Values & string)[] | undefined;
} & Filled<Values>;

type SmsOf<Values> = Omit<SmsToPublish, 'templateId' | 'phoneNumber' | 'personalisation'> & {
  /** The phone number. */
  readonly to: string;
} & Filled<Values>;

type LetterOf<Values> = Omit<LetterToPublish, 'templateId' | 'personalisation'> & {
  readonly personalisation: LetterAddress & Readonly<Values>;
};

/**
 * Makes the function that publishes emails of one template. The file that `cdk-govuk-notify templates pull` writes has
 * one for each template.
 *
 * @example
 * const passwordReset = emailSender<{ code: Value }>(publisher, { id: templateId, version: 3 });
 * await passwordReset({ to: 'amala@example.com', personalisation: { code: '12345' } });
 */
export function emailSender<Values extends object = object>(
  publisher: Pick<Publishes, 'sendEmail'>,
  template: TemplateInUse,
): Sender<EmailOf<Values>> {
  return withTemplate(template, ({ to, personalisation, ...options }) =>
    publisher.sendEmail({
      ...options,
      templateId: template.id,
      emailAddress: to,
      personalisation: { ...personalisation },
    }),
  );
}

/**
 * Makes the function that publishes text messages of one template.
 *
 * @example
 * const securityCode = smsSender<{ code: Value }>(publisher, { id: templateId, version: 1 });
 * await securityCode({ to: '07700 900123', personalisation: { code: '12345' } });
 */
export function smsSender<Values extends object = object>(
  publisher: Pick<Publishes, 'sendSms'>,
  template: TemplateInUse,
): Sender<SmsOf<Values>> {
  return withTemplate(template, ({ to, personalisation, ...options }) =>
    publisher.sendSms({
      ...options,
      templateId: template.id,
      phoneNumber: to,
      personalisation: { ...personalisation },
    }),
  );
}

/**
 * Makes the function that publishes letters of one template. The address stands in the personalisation, as at Notify.
 *
 * @example
 * const licenceGranted = letterSender<{ name: Value }>(publisher, { id: templateId, version: 1 });
 * await licenceGranted({
 *   personalisation: {
 *     address_line_1: 'Amala Bird',
 *     address_line_2: '123 High Street',
 *     postcode: 'SW14 6BF',
 *     name: 'Amala',
 *   },
 * });
 */
export function letterSender<Values extends object = object>(
  publisher: Pick<Publishes, 'sendLetter'>,
  template: TemplateInUse,
): Sender<LetterOf<Values>> {
  return withTemplate(template, ({ personalisation, ...options }) =>
    publisher.sendLetter({ ...options, templateId: template.id, personalisation }),
  );
}

function withTemplate<Message>(
  template: TemplateInUse,
  send: (message: Message) => Promise<Published>,
): Sender<Message> {
  return Object.assign(send, { template });
}
