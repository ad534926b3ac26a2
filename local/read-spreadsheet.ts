import { basename } from 'node:path';
import { checkedRows } from '../bin/spreadsheet/spreadsheet';
import { findTemplate } from '../bin/spreadsheet/find-template';
import { duplicateRows, sheetRead } from '../bin/spreadsheet/remarks';
import { NotifyClient } from '../lib/notify';
import { queueMessageOf } from '../lib/publisher/queue-message';
import { apiKey, NotifyStandIn, type World } from '../lib/testing';
import type { ReadMessages } from './read-messages';
import type { Sample } from './samples';

/** A spreadsheet, and how it is read. */
export interface SpreadsheetToRead {
  readonly file: string;
  /** The name or id of a template of the stand-in's world. */
  readonly template: string;
  readonly sheet?: string | undefined;
}

/**
 * Reads queue messages from a spreadsheet, as the command `send` publishes them.
 * @throws Error when there is no such file or template, or the file has not the columns of the template
 */
export async function readSpreadsheet(
  { file, template: wanted, sheet }: SpreadsheetToRead,
  world: World,
): Promise<ReadMessages> {
  const { transport } = new NotifyStandIn({ world });
  const template = await findTemplate(new NotifyClient({ apiKey: apiKey(world), transport }), wanted);
  const messages: Sample[] = [];
  const remarks: string[] = [];
  let duplicates = 0;
  for await (const { line, message, fault, isDuplicate } of checkedRows({
    file,
    template,
    name: basename(file),
    sheet,
    onSheet: (name) => remarks.push(sheetRead(name)),
  })) {
    if (isDuplicate) duplicates += 1;
    if (message)
      messages.push({ label: `line ${line}: ${message.type}`, body: JSON.stringify(queueMessageOf(message)) });
    else remarks.push(`line ${line}: ${fault}`);
  }
  return { messages, remarks, ...(duplicates > 0 ? { summary: duplicateRows(duplicates) } : {}) };
}
