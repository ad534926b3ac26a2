import type { StoredText } from '../storage/received-texts';
import { hasCompleted, writeDate, type StoredNotification } from '../storage/notification';

/** What Notify posts when it knows what happened to an email or text. */
export function deliveryReceipt(notification: StoredNotification): object {
  const { id, reference, recipient, status, createdAt, updatedAt, sentAt, type, template, version } = notification;
  return {
    id,
    reference,
    to: recipient,
    status,
    created_at: writeDate(createdAt),
    completed_at: hasCompleted(status) && updatedAt > 0 ? writeDate(updatedAt) : null,
    sent_at: sentAt > 0 ? writeDate(sentAt) : null,
    notification_type: type,
    template_id: template?.id ?? null,
    template_version: version?.number ?? null,
  };
}

/** What Notify posts when a text comes in. */
export function receivedText({ id, userNumber, notifyNumber, content, createdAt }: StoredText): object {
  return {
    id,
    source_number: userNumber,
    destination_number: notifyNumber,
    message: content,
    date_received: writeDate(createdAt),
  };
}

/** What Notify posts when a letter comes back. Of a precompiled letter the template's id is the text `None`. */
export function returnedLetter(notification: StoredNotification): object {
  const { id, reference, createdAt, details, template, version } = notification;
  return {
    notification_id: id,
    reference,
    date_sent: writeDate(createdAt),
    sent_by: details.createdByName ?? 'API',
    template_name: template?.name ?? null,
    template_id: template?.id ?? 'None',
    template_version: version?.number ?? null,
    spreadsheet_file_name: null,
    spreadsheet_row_number: null,
    upload_letter_file_name: null,
  };
}

/** What Notify posts when a recipient reports an email as spam. */
export function complaint(notification: StoredNotification, complaintId: string, at: number): object {
  return {
    notification_id: notification.id,
    complaint_id: complaintId,
    reference: notification.reference,
    to: notification.recipient,
    complaint_date: writeDate(at * 1000),
  };
}
