import { randomUUID } from 'node:crypto';
import type { LambdaFunctionURLEvent } from 'aws-lambda';
import { urlEvent } from '../../local/aws/function-url';

/** What the secret holds in tests. */
export const token = 'a token of callbacks';

/** Whom the callbacks of these tests are for, or about. Nobody may find them anywhere. */
export const recipient = 'canary.recipient@canary.example';
export const teamMember = 'canary.colleague@canary.example';

/** A delivery receipt, as Notify makes it. */
export function aReceipt(fields: object = {}): object {
  return {
    id: randomUUID(),
    reference: null,
    to: recipient,
    status: 'delivered',
    created_at: '2026-03-02T12:00:00.123456Z',
    completed_at: '2026-03-02T12:00:41.654321Z',
    sent_at: '2026-03-02T12:00:01.234567Z',
    notification_type: 'email',
    template_id: '5d7c0a0e-5b0f-4d43-8a36-6f1f9d7b1c01',
    template_version: 12,
    ...fields,
  };
}

/** A letter that came back, as Notify reports it: a precompiled one. */
export function aReturnedLetter(fields: object = {}): object {
  return {
    notification_id: randomUUID(),
    reference: null,
    date_sent: '2026-02-16T12:00:00.123456Z',
    sent_by: teamMember,
    template_name: null,
    template_id: 'None',
    template_version: null,
    spreadsheet_file_name: null,
    spreadsheet_row_number: null,
    upload_letter_file_name: `letter to ${recipient}.pdf`,
    ...fields,
  };
}

/** A text message that came in, as Notify reports it. */
export const aReceivedText = (fields: object = {}): object => ({
  id: randomUUID(),
  source_number: '447900900123',
  destination_number: '07700900500',
  message: 'yes',
  date_received: '2026-03-02T12:00:00.000000Z',
  ...fields,
});

/** A complaint about an email, as Notify reports it. */
export const aComplaint = (fields: object = {}): object => ({
  notification_id: randomUUID(),
  complaint_id: randomUUID(),
  reference: null,
  to: recipient,
  complaint_date: '2026-03-02T12:00:00.000000Z',
  ...fields,
});

interface Terms {
  readonly method?: string;
  /** @default the right one */
  readonly token?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Whether Lambda hands the body over in base64. */
  readonly base64?: boolean;
}

/** A call of the function's URL, as Lambda hands it over. The body is JSON, unless it is text already. */
export function aCall(
  body: unknown,
  { method = 'POST', base64 = false, ...terms }: Terms = {},
): LambdaFunctionURLEvent {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const headers = {
    'Content-Type': 'application/json',
    'Content-Length': String(Buffer.byteLength(text)),
    Authorization: `Bearer ${terms.token ?? token}`,
    'User-Agent': 'python-requests/2.32.5',
    ...terms.headers,
  };
  const event = urlEvent({ method, headers, body: text }, Date.now());
  return base64 ? { ...event, body: Buffer.from(text).toString('base64'), isBase64Encoded: true } : event;
}
