import { readJson, readPdf, withList, withText, type Shape } from './answer';
import { connect, type Exchange, type NotifyClientOptions } from './connection';
import { NotifyInputError } from './errors';
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
 * Sends emails, text messages and letters through GOV.UK Notify, and reads what became of them.
 *
 * Every method gives Notify's own JSON, and takes a last argument with an `AbortSignal` and a time-out. It never tries
 * again by itself. It rejects with a `NotifyError`: ask `isDefinitelyNotSent`, `isUnknown` and `isRetryable` what to do.
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
   */
  async sendEmail(email: EmailMessage, options?: CallOptions): Promise<SentEmail> {
    const body = {
      template_id: email.templateId,
      email_address: email.emailAddress,
      personalisation: email.personalisation,
      reference: email.reference,
      email_reply_to_id: email.emailReplyToId,
      one_click_unsubscribe_url: email.oneClickUnsubscribeUrl,
      sanitise_content_for: email.sanitiseContentFor,
    };
    return this.#post('/v2/notifications/email', body, 201, withText('id'), options);
  }

  /**
   * Sends a text message.
   *
   * @example
   * await notify.sendSms({ templateId, phoneNumber: '07700 900123', personalisation: { code: '123456' } });
   * @see https://docs.notifications.service.gov.uk/node.html#send-a-text-message
   */
  async sendSms(sms: SmsMessage, options?: CallOptions): Promise<SentSms> {
    const body = {
      template_id: sms.templateId,
      phone_number: sms.phoneNumber,
      personalisation: sms.personalisation,
      reference: sms.reference,
      sms_sender_id: sms.smsSenderId,
    };
    return this.#post('/v2/notifications/sms', body, 201, withText('id'), options);
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
   */
  async sendLetter(letter: LetterMessage, options?: CallOptions): Promise<SentLetter> {
    const body = {
      template_id: letter.templateId,
      personalisation: letter.personalisation,
      reference: letter.reference,
    };
    return this.#post('/v2/notifications/letter', body, 201, withText('id'), options);
  }

  /**
   * Sends a letter that is a PDF already. Whether the PDF is good shows later, in the notification's status.
   *
   * @example
   * await notify.sendPrecompiledLetter({ reference: randomUUID(), content: await readFile('letter.pdf') });
   * @see https://docs.notifications.service.gov.uk/node.html#send-a-precompiled-letter
   */
  async sendPrecompiledLetter(letter: PrecompiledLetterMessage, options?: CallOptions): Promise<SentPrecompiledLetter> {
    const { reference, content, postage } = letter;
    const base64 = typeof content === 'string' ? content : Buffer.from(content).toString('base64');
    const body = { reference, content: base64, postage };
    return this.#post('/v2/notifications/letter', body, 201, withText('id'), options);
  }

  /**
   * Gives one notification, by the id that sending it gave. Notify keeps them for the service's retention period,
   * by default 7 days; after that, as for the addresses of its smoke tests, there is `No result found`.
   *
   * @example
   * const { status } = await notify.getNotification(id);
   * @see https://docs.notifications.service.gov.uk/node.html#get-message-data
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
   */
  async listNotifications(filters: NotificationFilters = {}, options?: CallOptions): Promise<NotificationPage> {
    const query = queryOf({
      template_type: filters.templateType,
      status: filters.status,
      reference: filters.reference,
      older_than: filters.olderThan,
      include_jobs: filters.includeJobs ? 'true' : undefined,
    });
    return this.#get(`/v2/notifications${query}`, withList('notifications'), options);
  }

  /**
   * Goes through all notifications, newest first, a page at a time. Those created after it began do not appear. It
   * ends early when the last one it gave is deleted, by retention, before the next page.
   *
   * @example
   * for await (const notification of notify.iterateNotifications({ status: 'failed' })) console.log(notification.id);
   * @see https://docs.notifications.service.gov.uk/node.html#get-message-data
   */
  async *iterateNotifications(
    filters: NotificationFilters = {},
    options?: CallOptions,
  ): AsyncGenerator<Notification, void, undefined> {
    yield* allPages(filters.olderThan, async (olderThan) => {
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
   */
  async getTemplateVersion(id: string, version: number, options?: CallOptions): Promise<Template> {
    return this.#get(`/v2/template/${segment(id)}/version/${segment(String(version))}`, withText('type'), options);
  }

  /**
   * Gives all templates of the service that are not archived.
   *
   * @example
   * const { templates } = await notify.listTemplates({ type: 'email' });
   * @see https://docs.notifications.service.gov.uk/node.html#get-a-template
   */
  async listTemplates(
    filters: { readonly type?: TemplateType | undefined } = {},
    options?: CallOptions,
  ): Promise<TemplateList> {
    return this.#get(`/v2/templates${queryOf({ type: filters.type })}`, withList('templates'), options);
  }

  /**
   * Gives a template filled in, without sending it.
   *
   * @example
   * const { body } = await notify.previewTemplate(templateId, { first_name: 'Amala' });
   * @see https://docs.notifications.service.gov.uk/node.html#generate-a-preview-template
   */
  async previewTemplate(
    id: string,
    personalisation: Personalisation = {},
    options?: CallOptions,
  ): Promise<TemplatePreview> {
    return this.#post(`/v2/template/${segment(id)}/preview`, { personalisation }, 200, withText('type'), options);
  }

  /**
   * Gives up to 250 text messages that people sent to the service, newest first.
   *
   * @example
   * const { received_text_messages: texts } = await notify.listReceivedTexts();
   * @see https://docs.notifications.service.gov.uk/node.html#get-received-text-messages
   */
  async listReceivedTexts(
    filters: { readonly olderThan?: string | undefined } = {},
    options?: CallOptions,
  ): Promise<ReceivedTextPage> {
    const query = queryOf({ older_than: filters.olderThan });
    return this.#get(`/v2/received-text-messages${query}`, withList('received_text_messages'), options);
  }

  /**
   * Goes through all text messages that people sent to the service, newest first, a page at a time.
   *
   * @example
   * for await (const text of notify.iterateReceivedTexts()) await store(text);
   * @see https://docs.notifications.service.gov.uk/node.html#get-received-text-messages
   */
  async *iterateReceivedTexts(
    filters: { readonly olderThan?: string | undefined } = {},
    options?: CallOptions,
  ): AsyncGenerator<ReceivedText, void, undefined> {
    yield* allPages(filters.olderThan, async (olderThan) => {
      const page = await this.listReceivedTexts({ olderThan }, options);
      return page.received_text_messages;
    });
  }

  async #get<Answer>(path: string, shape: Shape<Answer>, options?: CallOptions): Promise<Answer> {
    return readJson(await this.#exchange({ method: 'GET', path }, options), 200, shape);
  }

  async #post<Answer>(
    path: string,
    body: unknown,
    status: number,
    shape: Shape<Answer>,
    options?: CallOptions,
  ): Promise<Answer> {
    return readJson(await this.#exchange({ method: 'POST', path, body }, options), status, shape);
  }
}

/** Notify names a next page even on the last one, so only an empty page is the end. */
async function* allPages<Row extends { readonly id: string }>(
  olderThan: string | undefined,
  pageAfter: (olderThan: string | undefined) => Promise<readonly Row[]>,
): AsyncGenerator<Row, void, undefined> {
  const rows = await pageAfter(olderThan);
  yield* rows;
  const last = rows.at(-1);
  if (last) yield* allPages(last.id, pageAfter);
}

function queryOf(parameters: Readonly<Record<string, string | readonly string[] | undefined>>): string {
  const query = new URLSearchParams();
  for (const [name, values = []] of Object.entries(parameters)) {
    for (const value of [values].flat()) query.append(name, value);
  }
  return query.size > 0 ? `?${query.toString()}` : '';
}

/** URLs drop a part that is empty or dots, and what is left may be another path. */
function segment(id: string): string {
  if (/^\.{0,2}$/.test(id)) throw new NotifyInputError('an id is empty or only dots; pass the UUID that Notify gave');
  return encodeURIComponent(id);
}
