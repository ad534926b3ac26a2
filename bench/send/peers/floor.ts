// The least that makes the same calls with Node alone: a claim, the post, the outcome. It survives nothing.
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { createHash, createHmac } from 'node:crypto';
import { Agent, request } from 'node:https';

const agent = new Agent({ keepAlive: true });
const endpoint = new URL(process.env['AWS_ENDPOINT_URL'] ?? '');
const { AWS_REGION: region = '', AWS_ACCESS_KEY_ID: keyId = '', AWS_SECRET_ACCESS_KEY: secretKey = '' } = process.env;
const {
  PEER_TABLE: TableName = '',
  PEER_API_KEY_SECRET: SecretId = '',
  PEER_NOTIFY_BASE_URL: baseUrl = '',
} = process.env;

function post(url: URL, headers: Readonly<Record<string, string>>, body: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const all = { ...headers, 'content-length': Buffer.byteLength(body) };
    const sent = request(url, { method: 'POST', agent, headers: all }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.once('end', () => {
        const text = Buffer.concat(chunks).toString();
        if ((response.statusCode ?? 500) < 300) resolve(JSON.parse(text || '{}'));
        else reject(new Error(`${response.statusCode} ${text}`));
      });
    });
    sent.once('error', reject).end(body);
  });
}

const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Calls a service of AWS, signed by version 4. */
function aws(service: string, target: string, input: object): Promise<unknown> {
  const body = JSON.stringify(input);
  const date = new Date().toISOString().replace(/[-:]|\.\d+/g, '');
  const scope = `${date.slice(0, 8)}/${region}/${service}/aws4_request`;
  const signed = {
    'content-type': 'application/x-amz-json-1.0',
    host: endpoint.host,
    'x-amz-date': date,
    'x-amz-target': target,
  };
  const names = Object.keys(signed).join(';');
  const lines = Object.entries(signed)
    .map(([name, value]) => `${name}:${value}\n`)
    .join('');
  const canonical = `POST\n/\n\n${lines}\n${names}\n${sha256(body)}`;
  const key = scope.split('/').reduce<string | Buffer>((made, part) => hmac(made, part), `AWS4${secretKey}`);
  const signature = hmac(key, `AWS4-HMAC-SHA256\n${date}\n${scope}\n${sha256(canonical)}`).toString('hex');
  const authorization = `AWS4-HMAC-SHA256 Credential=${keyId}/${scope}, SignedHeaders=${names}, Signature=${signature}`;
  return post(endpoint, { ...signed, authorization }, body);
}

let secret: Promise<string> | undefined;
const apiKey = (): Promise<string> =>
  (secret ??= aws('secretsmanager', 'secretsmanager.GetSecretValue', { SecretId }).then(
    (answer) => (answer as { readonly SecretString: string }).SecretString,
  ));

const base64url = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');

function token(key: string): string {
  const claims = { iss: key.slice(-73, -37), iat: Math.floor(Date.now() / 1000) };
  const text = `${base64url({ typ: 'JWT', alg: 'HS256' })}.${base64url(claims)}`;
  return `${text}.${hmac(key.slice(-36), text).toString('base64url')}`;
}

async function send({ body, messageId: id }: SQSRecord): Promise<void> {
  const {
    type,
    template_id,
    phone_number,
    personalisation,
    reference = id,
  } = JSON.parse(body) as Record<string, string>;
  const created = { S: new Date().toISOString() };
  await aws('dynamodb', 'DynamoDB_20120810.PutItem', {
    TableName,
    Item: {
      id: { S: id },
      type: { S: type },
      template_id: { S: template_id },
      state: { S: 'sending' },
      created_at: created,
    },
    ConditionExpression: 'attribute_not_exists(id)',
  });
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token(await apiKey())}` };
  const message = JSON.stringify({ template_id, phone_number, personalisation, reference });
  const sent = (await post(new URL(`${baseUrl}/v2/notifications/${type}`), headers, message)) as {
    readonly id: string;
  };
  await aws('dynamodb', 'DynamoDB_20120810.UpdateItem', {
    TableName,
    Key: { id: { S: id } },
    UpdateExpression: 'SET #state = :state, notify_id = :id',
    ExpressionAttributeNames: { '#state': 'state' },
    ExpressionAttributeValues: { ':state': { S: 'sent' }, ':id': { S: sent.id } },
  });
  console.log(JSON.stringify({ level: 'INFO', message: 'message sent', messageId: id, notificationId: sent.id }));
}

export async function handler({ Records }: SQSEvent): Promise<SQSBatchResponse> {
  const ended = await Promise.allSettled(Records.map(send));
  const failed = Records.filter((_, place) => ended[place]?.status === 'rejected');
  return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
}
