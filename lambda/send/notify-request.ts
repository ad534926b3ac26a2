import type { QueueMessage } from '../../lib/contract/message';
import type { LetterPersonalisation, Personalisation } from '../../lib/notify';
import type { NotifyApi } from '../shared/ports';

export interface Accepted {
  readonly notificationId: string;
  /** Absent for a precompiled letter. */
  readonly templateVersion?: number;
}

/** Notify's tokens for a message: it counts a letter from a template twice. */
export const tokensFor = ({ type }: QueueMessage): number => (type === 'letter' ? 2 : 1);

/** Posts a message to Notify under a reference. */
export async function postMessage(notify: NotifyApi, message: QueueMessage, reference: string): Promise<Accepted> {
  switch (message.type) {
    case 'email':
      return accepted(
        await notify.sendEmail({
          templateId: message.template_id,
          emailAddress: message.email_address,
          personalisation: forNotifyToJudge(message.personalisation),
          reference,
          emailReplyToId: message.email_reply_to_id,
          oneClickUnsubscribeUrl: message.one_click_unsubscribe_url,
          sanitiseContentFor: message.sanitise_content_for,
        }),
      );
    case 'sms':
      return accepted(
        await notify.sendSms({
          templateId: message.template_id,
          phoneNumber: message.phone_number,
          personalisation: forNotifyToJudge(message.personalisation),
          reference,
          smsSenderId: message.sms_sender_id,
        }),
      );
    case 'letter':
      return accepted(
        await notify.sendLetter({
          templateId: message.template_id,
          personalisation: forNotifyToJudge(message.personalisation),
          reference,
        }),
      );
    case 'precompiled_letter': {
      const { id } = await notify.sendPrecompiledLetter({
        content: message.content,
        reference,
        postage: message.postage,
      });
      return { notificationId: id };
    }
  }
}

const accepted = ({ id, template }: { id: string; template: { version: number } }): Accepted => ({
  notificationId: id,
  templateVersion: template.version,
});

/** The values came from outside as any JSON. What they may be is Notify's to say, not this type's. */
const forNotifyToJudge = <Values extends object | undefined>(values: Values) =>
  values as Values & Personalisation & LetterPersonalisation;
