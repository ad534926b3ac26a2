import { basename } from 'node:path';
import { checkedRows } from '../bin/spreadsheet/spreadsheet';
import { findTemplate } from '../bin/spreadsheet/find-template';
import { NotifyClient } from '../lib/notify';
import { queueMessageOf } from '../lib/publisher/queue-message';
import { apiKey, NotifyStandIn, type World } from '../lib/testing';
import type { ReadMessages } from './read-messages';
import type { Sample } from './samples';

/**
 * Reads queue messages from a spreadsheet, as the command `send` publishes them.
 * @param wanted the name or id of a template of that world
 * @throws Error when there is no such file or template, or the file has not the columns of the template
 */
export async function readSpreadsheet(file: string, wanted: string, world: World): Promise<ReadMessages> {
  const { transport } = new NotifyStandIn({ world });
  const template = await findTemplate(new NotifyClient({ apiKey: apiKey(world), transport }), wanted);
  const messages: Sample[] = [];
  const faults: string[] = [];
  for await (const { line, message, fault } of checkedRows({ file, template, name: basename(file) })) {
    if (message)
      messages.push({ label: `line ${line}: ${message.type}`, body: JSON.stringify(queueMessageOf(message)) });
    else faults.push(`line ${line}: ${fault}`);
  }
  return { messages, faults };
}
