import * as z from 'zod/mini';
import { catch as otherwise } from 'zod/mini';
import { PipelineError } from '../../lib/contract/pipeline-error';
import { smsFragments } from '../../lib/rules/text-messages/encoding';
import type { QueueMessage } from '../../lib/contract/message';
import type { LetterPersonalisation, Personalisation } from '../../lib/notify';
import type { NotifyApi } from '../shared/ports';
import { withoutEchoes } from './echoes';

export interface Accepted {
  readonly notificationId: string;
  /** Absent for a precompiled letter. */
  readonly templateVersion?: number;
  /** In how many parts a text message goes, as far as Notify shows its text. */
  readonly fragments?: number;
}

/** Notify's tokens for a message: it counts a letter from a template twice. */
export const tokensFor = ({ type }: QueueMessage): number => (type === 'letter' ? 2 : 1);

/** Posts a message to Notify under a reference. An error repeats nothing of the message. */
export async function postMessage(notify: NotifyApi, message: QueueMessage, reference: string): Promise<Accepted> {
  try {
    return acceptedIn(await post(notify, message, reference), message.type === 'sms');
  } catch (error) {
    throw withoutEchoes(error, message);
  }
}

/**
 * What Notify has of a message, in its list of those with this reference, newest first.
 * @throws PipelineError when nothing in it can be read as one of them: then nobody knows
 */
export function acceptedUnder(reference: string, rows: readonly unknown[]): readonly Accepted[] {
  const readable = rows.filter((row) => Object(row).reference === reference && answer.safeParse(row).success);
  if (rows.length > 0 && readable.length === 0)
    throw new PipelineError('we cannot read the list of messages that Notify answered with');
  return readable.map((row) => acceptedIn(row, Object(row).type === 'sms'));
}

function post(notify: NotifyApi, message: QueueMessage, reference: string): Promise<unknown> {
  switch (message.type) {
    case 'email':
      return notify.sendEmail({
        templateId: message.template_id,
        emailAddress: message.email_address,
        personalisation: forNotifyToJudge(message.personalisation),
        reference,
        emailReplyToId: message.email_reply_to_id,
        oneClickUnsubscribeUrl: message.one_click_unsubscribe_url,
        sanitiseContentFor: message.sanitise_content_for,
      });
    case 'sms':
      return notify.sendSms({
        templateId: message.template_id,
        phoneNumber: message.phone_number,
        personalisation: forNotifyToJudge(message.personalisation),
        reference,
        smsSenderId: message.sms_sender_id,
      });
    case 'letter':
      return notify.sendLetter({
        templateId: message.template_id,
        personalisation: forNotifyToJudge(message.personalisation),
        reference,
      });
    case 'precompiled_letter':
      return notify.sendPrecompiledLetter({ content: message.content, reference, postage: message.postage });
  }
}

/** Without an id nothing can be done with an answer. A version that makes no sense is only left out. */
const answer = z.object({
  id: z.guid(),
  template: otherwise(z.optional(z.object({ version: z.int().check(z.minimum(0)) })), undefined),
});

/** Where the answer to a post has the text, and where a row of the list has it. */
const text = z.union([z.object({ content: z.object({ body: z.string() }) }), z.object({ body: z.string() })]);

function fragmentsIn(json: unknown): Pick<Accepted, 'fragments'> {
  const { success, data } = text.safeParse(json);
  return success ? { fragments: smsFragments('content' in data ? data.content.body : data.body) } : {};
}

function acceptedIn(json: unknown, isText: boolean): Accepted {
  const { success, data } = answer.safeParse(json);
  if (!success) throw new PipelineError('Notify accepted it, but answered with an id that we cannot read');
  const { id, template } = data;
  return {
    notificationId: id,
    ...(template ? { templateVersion: template.version } : {}),
    ...(isText ? fragmentsIn(json) : {}),
  };
}

/** The values came from outside as any JSON. What they may be is Notify's to say, not this type's. */
const forNotifyToJudge = <Values extends object | undefined>(values: Values) =>
  values as Values & Personalisation & LetterPersonalisation;
