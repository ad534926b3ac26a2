// Answers as AWS and Notify do, over TLS, and counts what it is asked. Runs in a process of its own, so that its work is not
// counted. DynamoDB is dynalite, so what is conditional is refused as there.
import dynalite from 'dynalite';
import { createHash, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { table } from '../../lib/contract/table';
import { sentEmail } from '../shared/sent-email';
import { openMeteredTable } from './metered-table';

const [certificate = '', notifyLatency = '0', meters = ''] = process.argv.slice(2);
const pem = readFileSync(certificate);
const apiKey = 'bench-26785a09-ab16-4eb0-8407-a37497a57506-3d844edf-8d35-48ac-975b-e847b4f122b0';

/** What the cloud was asked, by service and call, and the write units of it where they are metered. */
export interface Counts {
  readonly calls: Readonly<Record<string, number>>;
  readonly writeUnits: number;
}

let calls: Record<string, number> = {};
const count = (call: string, by = 1): void => void (calls[call] = (calls[call] ?? 0) + by);

const database = dynalite({ createTableMs: 0 });
const [serveDynamoDb] = database.listeners('request') as RequestListener[];
// It reads each item before and after, which takes time: only where nothing is timed.
const metered = meters === 'metered' ? openMeteredTable(database) : undefined;
const md5 = (text: string): string => createHash('md5').update(text).digest('hex');

interface Batch {
  readonly Entries: readonly { readonly Id: string; readonly MessageBody: string }[];
}

const answers: Readonly<Record<string, (body: never) => object>> = {
  GetSecretValue: ({ SecretId }: { readonly SecretId: string }) => ({
    ARN: SecretId,
    VersionId: 'a',
    SecretString: apiKey,
  }),
  SendMessage: ({ MessageBody }: { readonly MessageBody: string }) => ({
    MessageId: randomUUID(),
    MD5OfMessageBody: md5(MessageBody),
  }),
  SendMessageBatch: ({ Entries }: Batch) => ({
    Successful: Entries.map(({ Id, MessageBody }) => ({ Id, MessageId: Id, MD5OfMessageBody: md5(MessageBody) })),
    Failed: [],
  }),
  PutEvents: ({ Entries }: { readonly Entries: readonly object[] }) => ({
    FailedEntryCount: 0,
    Entries: Entries.map(() => ({ EventId: randomUUID() })),
  }),
};

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

async function answerAws(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const [service = '', call = ''] = String(request.headers['x-amz-target']).split('.');
  count(`${service.replace(/_\d+$/, '')} ${call}`);
  const isDynamoDb = service.startsWith('DynamoDB');
  if (isDynamoDb && !metered) return serveDynamoDb?.(request, response);
  const body = (await readBody(request)) || '{}';
  const { status, text } =
    isDynamoDb && metered
      ? await (await metered).answer(call, request.headers, body)
      : { status: 200, text: JSON.stringify(answers[call]?.(JSON.parse(body) as never) ?? {}) };
  response.writeHead(status, {
    'content-type': 'application/x-amz-json-1.0',
    'content-length': Buffer.byteLength(text),
  });
  response.end(text);
}

function answerNotify(request: IncomingMessage, response: ServerResponse): void {
  count(`Notify ${request.method}`);
  const respond = (): void => {
    response.writeHead(201, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(sentEmail) });
    response.end(sentEmail);
  };
  request.resume().once('end', () => (notifyLatency === '0' ? respond() : setTimeout(respond, Number(notifyLatency))));
}

async function listen(answer: RequestListener): Promise<string> {
  const server = createServer({ key: pem, cert: pem }, answer);
  server.keepAliveTimeout = 600_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Where it is, and the key of the one table that all peers write to. */
export interface Addresses {
  readonly aws: string;
  readonly notify: string;
  readonly partitionKey: string;
}

async function tellCounts(): Promise<void> {
  process.send?.({ calls, writeUnits: (await metered)?.take() ?? 0 } satisfies Counts);
  calls = {};
}

process.on('message', () => void tellCounts());
process.once('disconnect', () => process.exit());

void (async () => {
  const aws = await listen((request, response) => void answerAws(request, response));
  const notify = await listen(answerNotify);
  process.send?.({ aws, notify, partitionKey: table.partitionKey } satisfies Addresses);
})();
