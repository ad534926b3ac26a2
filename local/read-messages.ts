import { readFile } from 'node:fs/promises';
import { parseQueueMessage } from '../lib/contract/parse-message';
import type { Sample } from './samples';

export interface ReadMessages {
  readonly messages: readonly Sample[];
  /** What is wrong with the lines that are not among them, a sentence each. */
  readonly faults: readonly string[];
}

/**
 * Reads queue messages from a file, one JSON object a line. Empty lines are passed over.
 * @throws Error when there is no such file
 */
export async function readMessages(file: string): Promise<ReadMessages> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new Error(`${file} cannot be read (${error.code}); give a file of queue messages, one JSON object a line`);
  });
  const lines = text.replace(/^\u{feff}/u, '').split(/\r?\n/);
  const messages: Sample[] = [];
  const faults: string[] = [];
  for (const [index, line] of lines.entries()) {
    if (line.trim() === '') continue;
    const parsed = parseQueueMessage(line);
    if (parsed.ok) messages.push({ label: `line ${index + 1}: ${parsed.message.type}`, body: line });
    else faults.push(`line ${index + 1}: ${parsed.reason}`);
  }
  return { messages, faults };
}
