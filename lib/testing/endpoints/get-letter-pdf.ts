import { badRequest, Refusal } from '../../rules/refusal';
import type { Reply } from '../http/answer';
import { drawLetter } from '../letters/draw-letter';
import type { Endpoint } from './call';
import { notificationOf } from './get-notification';

export const getLetterPdf: Endpoint = async (call): Promise<Reply> => {
  const notification = notificationOf(call);
  const { type, status } = notification;
  if (type !== 'letter') throw badRequest('Notification is not a letter');
  if (status === 'virus-scan-failed') throw badRequest('File did not pass the virus scan');
  if (status === 'technical-failure') throw badRequest(`PDF not available for letters in status ${status}`);
  if (!call.notify.lifecycle.hasPdf(notification, call.now)) {
    throw new Refusal(400, [{ error: 'PDFNotReadyError', message: 'PDF not available yet, try again later' }]);
  }
  return {
    status: 200,
    contentType: 'application/pdf',
    body: notification.details.pdf ?? (await drawLetter(notification)),
    headers: ['Cache-Control', 'no-cache'],
  };
};
