import { anyJson, readJson, readPdf, withList, withText, type Shape } from './answer';
import { connect, type NotifyCall, type Exchange, type NotifyClientOptions } from './connection';
import type { HttpResponse } from './transport';
import { inNotifysNames, queryOf, segment } from './wire';
import type {
  CallOptions,
  EmailMessage,
  LetterMessage,
  NotificationFilters,
  Personalisation,
  PrecompiledLetterMessage,
  SmsMessage,
} from './requests';
import type {
  Notification,
  NotificationPage,
  ReceivedText,
  ReceivedTextPage,
  SentEmail,
  SentLetter,
  SentPrecompiledLetter,
  SentSms,
  Template,
  TemplateList,
  TemplatePreview,
  TemplateType,
} from './responses';

/**
 * Sends emails, text messages and letters through GOV.UK Notify, and reads what happened to them.
 *
 * Every method gives Notify's own JSON, and takes a last argument with an `AbortSignal` and a time-out. It never tries
 * again by itself. It rejects with a `NotifyError`: ask `isDefinitelyNotSent`, `isOutcomeUnknown` and `isRetryable` what to do.
 * Options it does not know go to Notify all the same, which refuses them by name.
 *
 * @example
 * const notify = new NotifyClient({ apiKey });
 * const { id } = await notify.sendEmail({ templateId, emailAddress, personalisation: { first_name: 'Amala' } });
 *
 * @see https://docs.notifications.service.gov.uk/node.html
 */
export class NotifyClient {
  readonly #exchange: Exchange;

  /**
   * @throws MalformedApiKeyError when the key is not a whole one
   * @throws NotifyInputError when the base URL is not one
   */
  constructor(options: NotifyClientOptions) {
    this.#exchange = connect(options);
  }

  /**
   * Sends an email.
   *
   * @example
   * await notify.sendEmail({ templateId, emailAddress: 'amala@example.com', reference: randomUUID() });
   * @see https://docs.notifications.service.gov.uk/node.html#send-an-email
   * @throws NotifyError when Notify refuses, when no answer comes in time, or when the call cannot be made
   */
  sendEmail(email: EmailMessage, options?: CallOptions): Promise<SentEmail> {
    return this.#send('email', email, options);
  }

  /**
   * Sends a text message.
   *
   * @example
   * await notify.sendSms({ templateId, phoneNumber: '07700 900123', personalisation: { code: '123456' } });
   * @see https://docs.notifications.service.gov.uk/node.html#send-a-text-message
   * @throws NotifyError when Notify refuses, when no answer comes in time, or when the call cannot be made
   */
  sendSms(sms: SmsMessage, options?: CallOptions): Promise<SentSms> {
    return this.#send('sms', sms, options);
  }

  /**
   * Sends a letter made from a template.
   *
   * @example
   * await notify.sendLetter({
   *   templateId,
   *   personalisation: { address_line_1: 'The Occupier', address_line_2: '123 High Street', address_line_3: 'SW14 6BH' },
   * });
   * @see https://docs.notifications.service.gov.uk/node.html#send-a-letter
   * @throws NotifyError when Notify refuses, when no answer comes in time, or when the call cannot be made
   */
  sendLetter(letter: LetterMessage, options?: CallOptions): Promise<SentLetter> {
    return this.#send('letter', letter, options);
  }

  /**
   * Sends a letter that is a PDF already. Whether the PDF is good shows later, in the notification's status.
   *
   * @example
   * await notify.sendPrecompiledLetter({ reference: randomUUID(), content: await readFile('letter.pdf') });
   * @see https://docs.notifications.service.gov.uk/node.html#send-a-precompiled-letter
   * @throws NotifyError when Notify refuses, when no answer comes in time, or when the call cannot be made
   */
  async sendPrecompiledLetter(letter: PrecompiledLetterMessage, options?: CallOptions): Promise<SentPrecompiledLetter> {
    const { content } = letter;
    const base64 = typeof content === 'string' ? content : Buffer.from(content).toString('base64');
    return this.#send('letter', { ...letter, content: base64 }, options);
  }

  /**
   * Gives one notification, by the id that sending it gave. Notify keeps them for the service's retention period,
   * by default 7 days; after that, as for the addresses of its smoke tests, there is `No result found`.
   *
   * @example
   * const { status } = await notify.getNotification(id);
   * @see https://docs.notifications.service.gov.uk/node.html#get-message-data
   * @throws NotifyError when Notify refuses, when no answer comes in time, or when the call cannot be made
   */
  async getNotification(id: string, options?: CallOptions): Promise<Notification> {
    return this.#get(`/v2/notifications/${segment(id)}`, withText('type'), options);
  }

  /**
   * Gives up to 250 notifications, newest first: those sent with the same type of API key, by API unless `includeJobs`.
   *
   * @example
   * const { notifications } = await notify.listNotifications({ reference });
   * @see https://docs.notifications.service.gov.uk/node.html#get-message-data
   * @throws NotifyError when Notify refuses, when no answer comes in time, or when the call cannot be made
   */
  async listNotifications(filters: NotificationFilters = {}, options?: CallOptions): Promise<NotificationPage> {
    const query = queryOf({ ...filters, includeJobs: filters.includeJobs || undefined });
    return this.#get(`/v2/notifications${query}`, withList('notifications'), options);
  }

  /**
   * Goes through all notifications, newest first, a page at a time. Those created after it began do not appear. It
   * ends early when the last one it gave is deleted, by retention, before the next page.
   *
   * @example
   * for await (const notification of notify.iterateNotifications({ status: 'failed' })) console.log(notification.id);
   * @see https://docs.notifications.service.gov.uk/node.html#get-message-data
   * @throws NotifyError when Notify refuses, when no answer comes in time, or when the call cannot be made
   */
  iterateNotifications(
    filters: NotificationFilters = {},
    options?: CallOptions,
  ): AsyncGenerator<Notification, void, undefined> {
    return allPages(filters.olderThan, async (olderThan) => {
      const page = await this.listNotifications({ ...filters, olderThan }, options);
      return page.notifications;
    });
  }

  /**
   * Gives the PDF of a letter. Until Notify has made it this rejects with a `PDFNotReadyError`, which is retryable.
   *
   * @example
   * await writeFile('letter.pdf', await notify.getLetterPdf(id));
   * @see https://docs.notifications.service.gov.uk/node.html#get-a-pdf-for-a-letter
   * @throws NotifyError when Notify refuses, when no answer comes in time, or when the call cannot be made
   */
  async getLetterPdf(id: string, options?: CallOptions): Promise<Buffer> {
    return readPdf(await this.#exchange({ method: 'GET', path: `/v2/notifications/${segment(id)}/pdf` }, options));
  }

  /**
   * Gives the newest version of a template, even of one that is archived.
   *
   * @example
   * const placeholders = Object.keys((await notify.getTemplate(templateId)).personalisation);
   * @see https://docs.notifications.service.gov.uk/node.html#get-a-template
   * @throws NotifyError when Notify refuses, when no answer comes in time, or when the call cannot be made
   */
  async getTemplate(id: string, options?: CallOptions): Promise<Template> {
    return this.#get(`/v2/template/${segment(id)}`, withText('type'), options);
  }

  /**
   * Gives one version of a template.
   *
   * @param version Counts from 1; 0 gives the newest.
   * @example
   * const asSent = await notify.getTemplateVersion(notification.template.id, notification.template.version);
   * @see https://docs.notifications.service.gov.uk/node.html#get-a-template
   * @throws NotifyError when Notify refuses, when no answer comes in time, or when the call cannot be made
   */
  async getTemplateVersion(id: string, version: number, options?: CallOptions): Promise<Template> {
    return this.#get(`/v2/template/${segment(id)}/version/${version}`, withText('type'), options);
  }

  /**
   * Gives all templates of the service that are not archived.
   *
   * @example
   * const { templates } = await notify.listTemplates({ type: 'email' });
   * @see https://docs.notifications.service.gov.uk/node.html#get-a-template
   * @throws NotifyError when Notify refuses, when no answer comes in time, or when the call cannot be made
   */
  async listTemplates(
    filters: { readonly type?: TemplateType | undefined } = {},
    options?: CallOptions,
  ): Promise<TemplateList> {
    return this.#get(`/v2/templates${queryOf(filters)}`, withList('templates'), options);
  }

  /**
   * Gives a template filled in, without sending it.
   *
   * @example
   * const { body } = await notify.previewTemplate(templateId, { first_name: 'Amala' });
   * @see https://docs.notifications.service.gov.uk/node.html#generate-a-preview-template
   * @throws NotifyError when Notify refuses, when no answer comes in time, or when the call cannot be made
   */
  async previewTemplate(
    id: string,
    personalisation: Personalisation = {},
    options?: CallOptions,
  ): Promise<TemplatePreview> {
    const response = await this.#post(`/v2/template/${segment(id)}/preview`, { personalisation }, options);
    return readJson<TemplatePreview>(response, 200, withText('type'));
  }

  /**
   * Gives up to 250 text messages that people sent to the service, newest first.
   *
   * @example
   * const { received_text_messages: texts } = await notify.listReceivedTexts();
   * @see https://docs.notifications.service.gov.uk/node.html#get-received-text-messages
   * @throws NotifyError when Notify refuses, when no answer comes in time, or when the call cannot be made
   */
  async listReceivedTexts(
    filters: { readonly olderThan?: string | undefined } = {},
    options?: CallOptions,
  ): Promise<ReceivedTextPage> {
    return this.#get(`/v2/received-text-messages${queryOf(filters)}`, withList('received_text_messages'), options);
  }

  /**
   * Goes through all text messages that people sent to the service, newest first, a page at a time.
   *
   * @example
   * for await (const text of notify.iterateReceivedTexts()) await store(text);
   * @see https://docs.notifications.service.gov.uk/node.html#get-received-text-messages
   * @throws NotifyError when Notify refuses, when no answer comes in time, or when the call cannot be made
   */
  iterateReceivedTexts(
    filters: { readonly olderThan?: string | undefined } = {},
    options?: CallOptions,
  ): AsyncGenerator<ReceivedText, void, undefined> {
    return allPages(filters.olderThan, async (olderThan) => {
      const page = await this.listReceivedTexts({ olderThan }, options);
      return page.received_text_messages;
    });
  }

  /**
   * Makes a call that this client has no method for, and gives the JSON that comes back. The path and the body are as
   * in Notify's REST API.
   *
   * @throws NotifyInputError when the path does not begin with a single slash: the key goes to Notify alone
   *
   * @example
   * await notify.request({ method: 'GET', path: `/v2/template/${templateId}/version/3` });
   * @see https://docs.notifications.service.gov.uk/rest-api.html
   * @throws NotifyError when Notify refuses, when no answer comes in time, or when the call cannot be made
   */
  async request(call: NotifyCall, options?: CallOptions): Promise<unknown> {
    const response = await this.#exchange(call, options);
    return readJson(response, response.status === 201 ? 201 : 200, anyJson);
  }

  async #get<Answer>(path: `/${string}`, shape: Shape<Answer>, options?: CallOptions): Promise<Answer> {
    return readJson(await this.#exchange({ method: 'GET', path }, options), 200, shape);
  }

  async #send<Answer extends { readonly id: string }>(
    channel: TemplateType,
    message: object,
    options?: CallOptions,
  ): Promise<Answer> {
    const response = await this.#post(`/v2/notifications/${channel}`, inNotifysNames(message), options);
    return readJson<Answer>(response, 201, withText('id'));
  }

  #post(path: `/${string}`, body: object, options?: CallOptions): Promise<HttpResponse> {
    return this.#exchange({ method: 'POST', path, body }, options);
  }
}

/** Notify names a next page even on the last one, so only an empty page is the end. */
async function* allPages<Row extends { readonly id: string }>(
  olderThan: string | undefined,
  pageAfter: (olderThan: string | undefined) => Promise<readonly Row[]>,
): AsyncGenerator<Row, void, undefined> {
  let last = olderThan;
  do {
    const rows = await pageAfter(last);
    yield* rows;
    last = rows.at(-1)?.id;
  } while (last !== undefined);
}
