import { readFile } from 'node:fs/promises';
import { parseQueueMessage } from '../lib/contract/parse-message';
import type { Sample } from './samples';

export interface ReadMessages {
  readonly messages: readonly Sample[];
  /** What there is to say of the file, a sentence each: first of all, what is wrong with the lines that are not among them. */
  readonly remarks: readonly string[];
  /** What there is to say of those that are. */
  readonly summary?: string;
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
  const remarks: string[] = [];
  for (const [index, line] of lines.entries()) {
    if (line.trim() === '') continue;
    const parsed = parseQueueMessage(line);
    if (parsed.ok) messages.push({ label: `line ${index + 1}: ${parsed.message.type}`, body: line });
    else remarks.push(`line ${index + 1}: ${parsed.reason}`);
  }
  return { messages, remarks };
}
