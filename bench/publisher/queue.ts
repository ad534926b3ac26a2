// Takes every batch as SQS does, and keeps nothing. Runs in a process of its own, so that its memory is not counted.
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { queuePolicyId } from '../../lib/contract/queue-owner';

interface Batch {
  /** Absent where the command asks whose queue it is. */
  readonly Entries?: readonly { readonly Id: string; readonly MessageBody: string }[];
}

/** The SDK compares it with what it sent. */
const md5 = (text: string): string => createHash('md5').update(text).digest('hex');

const policy = JSON.stringify({ Id: queuePolicyId('measured') });

async function bodyOf(request: IncomingMessage): Promise<Batch> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return JSON.parse(Buffer.concat(chunks).toString()) as Batch;
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { Entries } = await bodyOf(request);
  const Successful = Entries?.map(({ Id, MessageBody }) => ({ Id, MessageId: Id, MD5OfMessageBody: md5(MessageBody) }));
  response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' });
  response.end(JSON.stringify(Successful ? { Successful, Failed: [] } : { Attributes: { Policy: policy } }));
}

const server = createServer((request, response) => void answer(request, response));
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
process.once('disconnect', () => process.exit());
