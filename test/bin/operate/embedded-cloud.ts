import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { PipelineDescription } from '../../../lib/contract/pipeline-parameter';
import { apiKey, defaultWorld, NotifyStandIn } from '../../../lib/testing';
import type { Command } from '../../../bin/commands/command';
import { queueName } from '../../../bin/operate/pipeline-queues';
import { md5Of } from '../../../local/aws/memory-queue';
import { pipelineId } from '../../../local/embedded-parts';
import { openPipeline } from '../../../local/embedded-pipeline';
import { synthesizePipeline, type PipelineShape } from '../../../local/template';
import { VirtualClock } from '../../../local/virtual-clock';
import { bodyOf, closed, portOf, serve } from '../../notify/servers';
import { RecordingMonitor } from '../../fakes/recording-monitor';

type Input = Readonly<Record<string, unknown>>;

const sqsCommands = {
  ChangeMessageVisibility: ChangeMessageVisibilityCommand,
  DeleteMessage: DeleteMessageCommand,
  GetQueueAttributes: GetQueueAttributesCommand,
  ReceiveMessage: ReceiveMessageCommand,
  SendMessage: SendMessageCommand,
  SendMessageBatch: SendMessageBatchCommand,
};

/** How AWS refuses a request. */
export interface Refusal {
  readonly name: string;
  readonly message?: string;
  readonly status?: number;
}

/** What a command printed, and how it ended. */
export interface Ran {
  readonly code: number;
  readonly output: string;
  readonly errors: string;
}

let shape: PipelineShape | undefined;

/** The embedded pipeline with AWS in front of it, as programs meet it over HTTP. */
export async function openEmbeddedCloud(more: Partial<PipelineDescription> = {}) {
  shape ??= synthesizePipeline({ callbacks: true, textCosts: true, letterPdfs: true, findByRecipient: true });
  const clock = new VirtualClock(Date.now());
  const standIn = new NotifyStandIn({ world: defaultWorld(), clock });
  const notify = await standIn.listen();
  const monitor = new RecordingMonitor();
  const pipeline = await openPipeline({
    shape,
    clock,
    monitor,
    baseUrl: notify.url,
    apiKey: apiKey(standIn.world, 'test'),
    standIn,
    callbackToken: 'the token of the embedded pipeline',
    onEvent: () => undefined,
  });
  const { sqs, urls, table, endpoint: endpointOfTables, blobs, bucketName, hashKey } = pipeline.aws;
  const arns = new Map(
    [urls.queueUrl, urls.urgentQueueUrl, urls.deadLetterQueueUrl, ...Object.values(urls.heldQueueUrl)].map((arn) => [
      queueName(arn),
      arn,
    ]),
  );
  /** By what is asked for, such as `AmazonSQS.ReceiveMessage`. */
  const refusals = new Map<string, Refusal>();
  /** What else is answered, by a request as of `refusals`, or by its line, such as `GET /schedules/poll`, with its query if that matters. */
  const answers = new Map<string, object | string>();
  /** Is called with each request before it is answered. */
  let watch: (request: string, input: Input) => void = () => undefined;
  let parameters: readonly object[] = [];

  async function answer(target: string, input: Input): Promise<object> {
    const [service, operation = ''] = target.split('.');
    if (target === 'AmazonSSM.GetParametersByPath') {
      const path = String(input['Path']);
      const found = parameters.filter((each) =>
        `/cdk-govuk-notify/${String((each as Input)['pipelineId'])}/1`.startsWith(`${path}/`),
      );
      return { Parameters: found.map((each) => ({ Value: JSON.stringify(each) })) };
    }
    if (target === 'secretsmanager.GetSecretValue') return { SecretString: hashKey };
    if (service !== 'AmazonSQS') throw new Error(`nobody answers ${target}`);
    const SqsCommand = sqsCommands[operation as keyof typeof sqsCommands] as typeof SendMessageCommand;
    // In memory a queue goes by its ARN.
    const QueueUrl = arns.get(queueName(String(input['QueueUrl'])));
    const result = (await sqs.send(new SqsCommand({ ...input, QueueUrl } as never))) as unknown as Input;
    const messages = result['Messages'] as readonly { readonly Body: string }[] | undefined;
    const bodies = new Map(
      ((input['Entries'] ?? []) as readonly { readonly Id: string; readonly MessageBody: string }[]).map((entry) => [
        entry.Id,
        entry.MessageBody,
      ]),
    );
    const taken = (result['Successful'] ?? []) as readonly { readonly Id: string }[];
    return {
      ...result,
      ...(operation === 'SendMessageBatch' && {
        Successful: taken.map((each) => ({ ...each, MD5OfMessageBody: md5Of(bodies.get(each.Id) ?? '') })),
      }),
      ...(operation === 'SendMessage' && { MD5OfMessageBody: md5Of(String(input['MessageBody'])) }),
      ...(messages && { Messages: messages.map((message) => ({ ...message, MD5OfBody: md5Of(message.Body) })) }),
    };
  }

  async function answerS3({ method = '', url = '' }: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(url, 'http://bucket');
    const key = decodeURIComponent(pathname).slice(`/${bucketName}/`.length);
    if (searchParams.get('list-type') === '2') {
      const listed = blobs.keys.map((each) => `<Contents><Key>${each}</Key></Contents>`).join('');
      return void response.end(`<ListBucketResult>${listed}</ListBucketResult>`);
    }
    const found = await blobs.open(key);
    if (method === 'DELETE') {
      await blobs.delete(key);
      pipeline.letterPdfs?.delete(key);
      response.writeHead(204).end();
    } else if (found) response.end(await found.text());
    else response.writeHead(404).end('<Error><Code>NoSuchKey</Code></Error>');
  }

  const server = await serve((request, response) => {
    const handle = async (): Promise<void> => {
      const body = await bodyOf(request);
      const target = request.headers['x-amz-target'];
      const whole = `${request.method} ${request.url}`;
      const line = answers.has(whole) || refusals.has(whole) ? whole : (whole.split('?')[0] ?? '');
      const asked = typeof target === 'string' ? target : line;
      const input = JSON.parse(typeof target === 'string' ? body.toString() || '{}' : '{}') as Input;
      watch(asked, input);
      const refusal = refusals.get(asked);
      if (refusal) {
        response.writeHead(refusal.status ?? 400, { 'content-type': 'application/x-amz-json-1.0' });
        const { name, message = name } = refusal;
        response.end(
          typeof target === 'string' || body.length === 0
            ? JSON.stringify({ __type: name, message })
            : `<ErrorResponse><Error><Code>${name}</Code><Message>${message}</Message></Error></ErrorResponse>`,
        );
      } else if (answers.has(asked)) {
        const given = answers.get(asked);
        response.setHeader('content-type', typeof given === 'string' ? 'text/xml' : 'application/json');
        response.end(typeof given === 'string' ? given : JSON.stringify(given));
      } else if (typeof target !== 'string') await answerS3(request, response);
      else if (target.startsWith('DynamoDB')) {
        const { authorization = '', 'x-amz-date': date = '' } = request.headers as Record<string, string>;
        const type = 'application/x-amz-json-1.0';
        const headers = { 'content-type': type, 'x-amz-target': target, authorization, 'x-amz-date': date };
        const forwarded = await fetch(endpointOfTables, { method: 'POST', headers, body });
        response.writeHead(forwarded.status, { 'content-type': type });
        response.end(await forwarded.text());
      } else {
        response.setHeader('content-type', 'application/x-amz-json-1.0');
        response.end(JSON.stringify(await answer(target, input)));
      }
    };
    handle().catch((error: unknown) => response.writeHead(500).end(String(error)));
  });

  const endpoint = `http://127.0.0.1:${portOf(server)}`;
  const urlOf = (arn: string): string => `${endpoint}/000000000000/${queueName(arn)}`;
  const description: PipelineDescription = {
    version: 1,
    pipelineId,
    region: 'eu-west-2',
    queueUrl: urlOf(urls.queueUrl),
    urgentQueueUrl: urlOf(urls.urgentQueueUrl),
    deadLetterQueueUrl: urlOf(urls.deadLetterQueueUrl),
    heldQueueUrls: Object.fromEntries(
      Object.entries(urls.heldQueueUrl).map(([name, arn]) => [name, urlOf(arn)]),
    ) as PipelineDescription['heldQueueUrls'],
    bucketName,
    tableName: table.name,
    scheduledTableName: 'scheduled',
    eventBusName: 'bus',
    eventBusArn: 'arn:aws:events:eu-west-2:000000000000:event-bus/bus',
    encryptionKeyArn: 'arn:aws:kms:eu-west-2:000000000000:key/1',
    hashKeySecretId: 'hash-key',
    findByRecipient: true,
    functionNames: {},
    ...more,
  };
  parameters = [description];

  const environment: NodeJS.ProcessEnv = {
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: 'embedded',
    AWS_SECRET_ACCESS_KEY: 'embedded',
    AWS_REGION: 'eu-west-2',
    AWS_MAX_ATTEMPTS: '1',
  };

  return {
    pipeline,
    standIn,
    notifyUrl: notify.url,
    clock,
    monitor,
    description,
    environment,
    refusals,
    answers,
    onRequest: (seen: typeof watch): void => void (watch = seen),
    withParameters: (all: readonly object[]): void => void (parameters = all),
    /** Lets the pipeline go on until nothing is left to do, or nothing happens within a time. */
    async goOn(within: number): Promise<void> {
      const end = clock.now() + within;
      await pipeline.settle();
      while (pipeline.nextAt() <= end) await pipeline.step();
    },
    close: async (): Promise<void> => {
      await closed(server);
      await pipeline.close();
      await notify.close();
    },
  };
}

export type EmbeddedCloud = Awaited<ReturnType<typeof openEmbeddedCloud>>;

/** Runs a command in this process to its end, in an environment, and keeps what it prints. */
export async function runIn(env: NodeJS.ProcessEnv, command: Command, ...args: readonly string[]): Promise<Ran> {
  const before = { ...process.env };
  const printed = { output: '', errors: '' };
  const keep = (where: keyof typeof printed) => (text: string | Uint8Array) => {
    printed[where] += String(text);
    return true;
  };
  const spies = [
    jest.spyOn(process.stdout, 'write').mockImplementation(keep('output')),
    jest.spyOn(process.stderr, 'write').mockImplementation(keep('errors')),
  ];
  for (const name of Object.keys(process.env)) if (/^(AWS|NOTIFY)_/.test(name)) delete process.env[name];
  Object.assign(process.env, env);
  try {
    return { code: await command.run(args), ...printed };
  } catch (error) {
    return { code: 2, output: printed.output, errors: printed.errors + (error as Error).message };
  } finally {
    for (const spy of spies) spy.mockRestore();
    for (const name of Object.keys(process.env)) delete process.env[name];
    Object.assign(process.env, before);
  }
}
