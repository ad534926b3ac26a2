import { createHash } from 'node:crypto';
import type { Template } from '../../lib/notify';
import type { MessageToPublish } from '../../lib/publisher';
import type { Columns } from './columns';
import type { SpreadsheetRow } from './row';

/** What the messages of a spreadsheet have in common. */
export interface Mailing {
  /** Messages with the same name and content are one. */
  readonly name: string;
  readonly template: Pick<Template, 'id' | 'type'>;
  readonly reference?: string | undefined;
}

/** The message that a row stands for, or what is wrong with it. */
export type RowMessage =
  | { readonly message: MessageToPublish; readonly fault?: undefined }
  | { readonly fault: string; readonly message?: undefined };

/** Makes the message of a row. A cell that is empty is no value. */
export function messageOfRow({ cells, fault }: SpreadsheetRow, columns: Columns, mailing: Mailing): RowMessage {
  if (fault !== undefined) return { fault };
  if (cells.slice(columns.count).some(Boolean)) {
    return { fault: `${cells.length} values, but only ${columns.count} columns; put a value with a comma in quotes` };
  }
  const ownKey = columns.key === undefined ? undefined : (cells[columns.key] ?? '');
  if (ownKey === '') return { fault: 'no key' };

  const recipient = columns.recipient === undefined ? '' : (cells[columns.recipient] ?? '');
  const values = [...columns.values].flatMap(([name, places]) => {
    const value = valueOf(places.map((place) => cells[place] ?? ''));
    return value === undefined ? [] : [[name, value] as const];
  });
  const { id: templateId, type } = mailing.template;
  const idempotencyKey = `${mailing.name}/${ownKey ?? digestOf([templateId, recipient, ...values.flat(2)])}`;
  const common = {
    templateId,
    personalisation: Object.fromEntries(values),
    idempotencyKey,
    reference: mailing.reference,
  };
  switch (type) {
    case 'email':
      return recipient === ''
        ? { fault: 'no email address' }
        : { message: { ...common, type, emailAddress: recipient } };
    case 'sms':
      return recipient === '' ? { fault: 'no phone number' } : { message: { ...common, type, phoneNumber: recipient } };
    case 'letter':
      return { message: { ...common, type } };
  }
}

/** Several columns of one name are a list. */
function valueOf(cells: readonly string[]): string | readonly string[] | undefined {
  const filled = cells.filter(Boolean);
  return cells.length > 1 && filled.length > 0 ? filled : filled[0];
}

const digestOf = (content: unknown): string => createHash('sha256').update(JSON.stringify(content)).digest('base64url');
