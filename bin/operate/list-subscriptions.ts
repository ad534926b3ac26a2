import { connectSqs } from './clients';

/** How many have subscribed to a topic, by whether they have confirmed it. */
export interface Subscriptions {
  readonly confirmed: number;
  readonly pending: number;
}

/** How long an answer may take, in milliseconds. */
const patience = 10_000;

/**
 * Who is subscribed to a topic of SNS. It is asked without an SDK client of its own, which would be in the package for this one request:
 * any client can sign it.
 * @throws Error with the name and message that SNS gave, as the SDK throws
 * @see https://docs.aws.amazon.com/sns/latest/api/API_ListSubscriptionsByTopic.html
 */
export async function listSubscriptions(topicArn: string): Promise<Subscriptions> {
  const arns: string[] = [];
  let next = '';
  do {
    const page = await ask(topicArn, { Action: 'ListSubscriptionsByTopic', TopicArn: topicArn, NextToken: next });
    arns.push(...valuesOf(page, 'SubscriptionArn'));
    [next = ''] = valuesOf(page, 'NextToken');
  } while (next !== '');
  const confirmed = arns.filter((arn) => arn.startsWith('arn:')).length;
  return { confirmed, pending: arns.length - confirmed };
}

async function ask(topicArn: string, terms: Readonly<Record<string, string>>): Promise<string> {
  const [, partition = 'aws', , region = ''] = topicArn.split(':');
  const { signer } = connectSqs().config;
  const address = new URL(endpointOf(partition, region));
  const body = new URLSearchParams({ Version: '2010-03-31', ...terms });
  if (terms['NextToken'] === '') body.delete('NextToken');
  const requests = bound(await signer({ name: 'sigv4', signingName: 'sns', signingRegion: region, properties: {} }));
  const { headers } = await requests.sign({
    method: 'POST',
    protocol: address.protocol,
    hostname: address.hostname,
    ...(address.port !== '' && { port: Number(address.port) }),
    path: '/',
    query: {},
    headers: { host: address.host, 'content-type': 'application/x-www-form-urlencoded' },
    body: body.toString(),
  });
  const signal = AbortSignal.timeout(patience);
  const response = await fetch(address, { method: 'POST', headers, body: body.toString(), signal });
  const text = await response.text();
  if (response.ok) return text;
  const [name = `HTTP ${response.status}`] = valuesOf(text, 'Code');
  const [message = ''] = valuesOf(text, 'Message');
  throw Object.assign(new Error(message), { name });
}

interface Signer<Request> {
  sign(request: Request): Promise<{ readonly headers: Record<string, string> }>;
}
const bound = <Request>(signer: Signer<Request>): Signer<Request> => ({ sign: (request) => signer.sign(request) });

/** Where SNS is: the variables are those of the SDK. */
const endpointOf = (partition: string, region: string): string =>
  process.env['AWS_ENDPOINT_URL_SNS'] ??
  process.env['AWS_ENDPOINT_URL'] ??
  `https://sns.${region}.amazonaws.com${partition === 'aws-cn' ? '.cn' : ''}`;

/** The texts of all elements of a name. None of them has others in it. */
const valuesOf = (xml: string, element: string): readonly string[] =>
  [...xml.matchAll(new RegExp(`<${element}>([^<]*)</${element}>`, 'g'))].map(([, value = '']) => value);
