import { createHash, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { stateItems } from '../../lib/contract/state-items';
import { apiKeyOf, aSecret } from '../../test/send/scripted-notify';

// AWS and Notify for the functions of the bench, in a process of its own. It takes the settings from BENCH and prints the ports.

export interface AwsSettings {
  /** How long AWS and Notify take for an answer, in milliseconds. */
  readonly awsMs: number;
  readonly notifyMs: number;
  /** How much of the bucket is spent already, in seconds of refilling. */
  readonly spentSeconds: number;
  /** Tokens a second. */
  readonly rate: number;
  /** The sizes of what is in the bucket, in bytes, by the number at the end of the key. */
  readonly payloads: readonly number[];
}

export interface AwsPorts {
  readonly aws: number;
  readonly notify: number;
}

const settings = JSON.parse(process.env['BENCH'] ?? '{}') as AwsSettings;
const counts: Record<string, number> = {};
const count = (what: string): void => void (counts[what] = (counts[what] ?? 0) + 1);
let fullAt = settings.spentSeconds > 0 ? Date.now() + settings.spentSeconds * 1000 : undefined;

type Values = Readonly<Record<string, { readonly N?: string }>>;
interface Input {
  readonly Key?: { readonly id?: { readonly S?: string } };
  readonly UpdateExpression?: string;
  readonly ExpressionAttributeValues?: Values;
  readonly ReturnValues?: string;
  readonly RequestItems?: object;
  readonly Entries?: readonly { readonly Id: string; readonly MessageBody?: string }[];
}

const refused = { __type: 'com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException', message: 'refused' };
const md5 = (text: string): string => createHash('md5').update(text).digest('hex');

/** The rate limiter's bucket has to be one, for all workers share it. All else is answered as if nothing was there. */
function takeFromBucket({ UpdateExpression = '', ExpressionAttributeValues = {} }: Input): object | undefined {
  const value = (name: string): number => Number(ExpressionAttributeValues[name]?.N);
  if (UpdateExpression.includes(':taking')) {
    if (fullAt === undefined || fullAt < value(':now') || fullAt > value(':latest')) return undefined;
    fullAt += value(':taking');
  } else {
    if (fullAt !== undefined && fullAt >= value(':now')) return undefined;
    fullAt = value(':full_at');
  }
  return { Attributes: bucketItem() };
}

const bucketItem = (): object => ({
  full_at: { N: String(fullAt ?? 0) },
  rate: { N: String(settings.rate) },
  cut_at: { N: '0' },
});

function answerTo(operation: string, input: Input): object | undefined {
  const isBucket = input.Key?.id?.S === stateItems.rateLimit;
  switch (operation) {
    case 'UpdateItem':
      if (isBucket) return takeFromBucket(input);
      return input.ReturnValues === undefined || input.ReturnValues === 'NONE' ? {} : { Attributes: input.Key };
    case 'GetItem':
      return isBucket && fullAt !== undefined ? { Item: bucketItem() } : {};
    case 'BatchGetItem':
      return { Responses: {}, UnprocessedKeys: {} };
    case 'GetSecretValue':
      return { SecretString: apiKeyOf(aSecret()) };
    case 'SendMessageBatch':
      return {
        Successful: input.Entries?.map(({ Id, MessageBody = '' }) => ({
          Id,
          MessageId: randomUUID(),
          MD5OfMessageBody: md5(MessageBody),
        })),
        Failed: [],
      };
    default:
      return {};
  }
}

function onAws(request: IncomingMessage, response: ServerResponse, body: string): void {
  const target = String(request.headers['x-amz-target'] ?? '');
  if (!target) return onBucket(request, response);
  count(target.replace(/_\d+/, ''));
  const answer = answerTo(target.split('.').at(-1) ?? '', JSON.parse(body) as Input);
  setTimeout(() => {
    response.writeHead(answer ? 200 : 400, { 'content-type': 'application/x-amz-json-1.0' });
    response.end(JSON.stringify(answer ?? refused));
  }, settings.awsMs);
}

function onBucket(request: IncomingMessage, response: ServerResponse): void {
  const number = /-0{10}(\d\d)(?:\?|$)/.exec(request.url ?? '')?.[1];
  if (request.method !== 'GET' || number === undefined) return void response.writeHead(204).end();
  response.setHeader('Last-Modified', new Date().toUTCString());
  response.end(bodies[Number(number)]);
}

/** An email with files, as many as make it that big. */
function emailOf(bytes: number): string {
  const personalisation: Record<string, object> = {};
  const most = 2_600_000;
  for (let left = bytes - 600, number = 0; left > 0; left -= most, number += 1) {
    personalisation[`file${number}`] = { file: 'A'.repeat(4 * Math.floor(Math.min(left, most) / 4) - 40) };
  }
  return JSON.stringify({ ...email, personalisation });
}

const email = { type: 'email', template_id: 'f33517ff-2a88-4f6e-b855-c550268ce08a', email_address: 'a@example.com' };
const bodies = (settings.payloads ?? []).map(emailOf);

const accepted = JSON.stringify({
  id: '740e5834-3a29-46b4-9a6f-16142fde533a',
  reference: 'bench',
  content: { body: 'Hello', subject: 'Hello', from_email: 'a@notifications.service.gov.uk' },
  uri: 'https://127.0.0.1/v2/notifications/740e5834-3a29-46b4-9a6f-16142fde533a',
  template: { id: email.template_id, version: 1, uri: 'https://127.0.0.1/services/x/templates/y' },
  scheduled_for: null,
});

function onNotify(request: IncomingMessage, response: ServerResponse): void {
  if (request.url === '/counts') return void response.end(JSON.stringify(counts));
  count(`Notify ${request.method}`);
  setTimeout(() => response.writeHead(201, { 'content-type': 'application/json' }).end(accepted), settings.notifyMs);
}

function serve(handle: (request: IncomingMessage, response: ServerResponse, body: string) => void): Server {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => handle(request, response, Buffer.concat(chunks).toString()));
  });
  server.keepAliveTimeout = 600_000;
  return server.listen(0, '127.0.0.1');
}

const servers = [serve(onAws), serve(onNotify)] as const;
process.on('disconnect', () => process.exit());
async function sayWhere(): Promise<void> {
  await Promise.all(servers.map((server) => new Promise((resolve) => server.once('listening', resolve))));
  const [aws, notify] = servers.map((server) => (server.address() as AddressInfo).port) as [number, number];
  process.send?.({ aws, notify } satisfies AwsPorts);
}

void sayWhere();
