import { NotifyClient as OfficialClient } from 'notifications-node-client';
import {
  NotifyApiError,
  NotifyClient,
  prepareUpload,
  type EmailMessage,
  type LetterMessage,
  type NotificationStatusFilter,
  type PrecompiledLetterMessage,
  type SmsMessage,
  type TemplateType,
  type UploadOptions,
} from '../../../lib/notify';

/** What a call came to: Notify's own JSON (or the start of a PDF), or its refusal. */
export type Seen = { readonly gave: unknown } | { readonly status: number; readonly errors: unknown };

interface Filters {
  readonly templateType?: TemplateType;
  readonly status?: NotificationStatusFilter;
  readonly reference?: string;
  readonly olderThan?: string;
}

/** The calls that the official client and ours both have. */
export interface AnyClient {
  sendEmail(email: EmailMessage): Promise<Seen>;
  sendSms(sms: SmsMessage): Promise<Seen>;
  sendLetter(letter: LetterMessage): Promise<Seen>;
  sendPrecompiledLetter(letter: PrecompiledLetterMessage & { readonly content: Buffer }): Promise<Seen>;
  getNotification(id: string): Promise<Seen>;
  listNotifications(filters?: Filters): Promise<Seen>;
  getLetterPdf(id: string): Promise<Seen>;
  getTemplate(id: string): Promise<Seen>;
  getTemplateVersion(id: string, version: number): Promise<Seen>;
  listTemplates(type?: TemplateType): Promise<Seen>;
  previewTemplate(id: string, personalisation?: Record<string, string>): Promise<Seen>;
  listReceivedTexts(olderThan?: string): Promise<Seen>;
  prepareUpload(file: Buffer, options?: UploadOptions): ReturnType<typeof prepareUpload>;
}

/** Our own client. */
export function ourClient(url: string, apiKey: string): AnyClient {
  const client = new NotifyClient({ apiKey, baseUrl: url });
  return {
    sendEmail: (email) => ours(client.sendEmail(email)),
    sendSms: (sms) => ours(client.sendSms(sms)),
    sendLetter: (letter) => ours(client.sendLetter(letter)),
    sendPrecompiledLetter: (letter) => ours(client.sendPrecompiledLetter(letter)),
    getNotification: (id) => ours(client.getNotification(id)),
    listNotifications: (filters) => ours(client.listNotifications(filters)),
    getLetterPdf: (id) => ours(client.getLetterPdf(id).then(beginning)),
    getTemplate: (id) => ours(client.getTemplate(id)),
    getTemplateVersion: (id, version) => ours(client.getTemplateVersion(id, version)),
    listTemplates: (type) => ours(client.listTemplates({ type })),
    previewTemplate: (id, personalisation) => ours(client.previewTemplate(id, personalisation)),
    listReceivedTexts: (olderThan) => ours(client.listReceivedTexts({ olderThan })),
    prepareUpload,
  };
}

async function ours(call: Promise<unknown>): Promise<Seen> {
  try {
    return { gave: await call };
  } catch (error) {
    if (error instanceof NotifyApiError) return { status: error.status, errors: error.details };
    throw error;
  }
}

/** The official client, as it is: every one of its methods that makes a request. */
export function officialClient(url: string, apiKey: string): AnyClient {
  const client = new OfficialClient(url, apiKey);
  return {
    sendEmail: ({ templateId, emailAddress, oneClickUnsubscribeUrl, sanitiseContentFor, ...options }) =>
      official(
        client.sendEmail(templateId, emailAddress, {
          ...withoutUndefined(options),
          ...withoutUndefined({ oneClickUnsubscribeURL: oneClickUnsubscribeUrl }),
          ...(sanitiseContentFor ? { sanitiseContentFor: [...sanitiseContentFor] } : {}),
        }),
      ),
    sendSms: ({ templateId, phoneNumber, ...options }) =>
      official(client.sendSms(templateId, phoneNumber, withoutUndefined(options))),
    sendLetter: ({ templateId, ...options }) => official(client.sendLetter(templateId, withoutUndefined(options))),
    sendPrecompiledLetter: ({ reference, content, postage }) =>
      official(client.sendPrecompiledLetter(reference, content, postage)),
    getNotification: (id) => official(client.getNotificationById(id)),
    listNotifications: ({ templateType, status, reference, olderThan } = {}) =>
      official(client.getNotifications(templateType, status, reference, olderThan)),
    getLetterPdf: (id) =>
      official(client.getPdfForLetterNotification(id).then((pdf: Buffer) => ({ data: beginning(pdf) }))),
    getTemplate: (id) => official(client.getTemplateById(id)),
    getTemplateVersion: (id, version) => official(client.getTemplateByIdAndVersion(id, version)),
    listTemplates: (type) => official(client.getAllTemplates(type)),
    previewTemplate: (id, personalisation) => official(client.previewTemplateById(id, personalisation)),
    listReceivedTexts: (olderThan) => official(client.getReceivedTexts(olderThan)),
    prepareUpload: (file, options) => client.prepareUpload(file, withoutUndefined({ ...options })),
  };
}

interface AxiosFailure {
  readonly response: { readonly status: number; readonly data: { readonly errors: unknown } };
}

async function official(call: Promise<{ readonly data: unknown }>): Promise<Seen> {
  try {
    return { gave: (await call).data };
  } catch (error) {
    if (!isAxiosFailure(error)) throw error;
    return { status: error.response.status, errors: error.response.data.errors };
  }
}

function isAxiosFailure(error: unknown): error is AxiosFailure {
  return error instanceof Error && 'response' in error && typeof error.response === 'object' && error.response !== null;
}

type Defined<Options> = { [Name in keyof Options]: Exclude<Options[Name], undefined> };

/** The official client's options may be left out, but not be undefined. */
function withoutUndefined<Options extends object>(options: Options): Partial<Defined<Options>> {
  const isDefined = ([, value]: [string, unknown]) => value !== undefined;
  return Object.fromEntries(Object.entries(options).filter(isDefined)) as Partial<Defined<Options>>;
}

function beginning(pdf: Buffer): string {
  return pdf.toString('latin1', 0, 5);
}
