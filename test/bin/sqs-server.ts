import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { queuePolicyId } from '../../lib/contract/queue-owner';
import { listening, portOf } from '../notify/servers';

/** SQS over HTTP, as far as a publisher talks to it, and SSM, where its pipelines are found. */
export class SqsServer {
  /** The messages that it took, in their order. */
  readonly bodies: Readonly<Record<string, unknown>>[] = [];
  /** The pipeline that it says its queue is of. */
  owner: string | undefined;
  /** The pipelines that are to be found in SSM, by their ids, each with this queue. */
  pipelines: readonly string[] = [];
  /** The bodies that it refuses, by a part of them. */
  refuses: string | undefined;

  /** Is called with each batch. */
  onBatch: (() => void) | undefined;

  private constructor(readonly server: Server) {}

  static async open(): Promise<SqsServer> {
    const sqs = new SqsServer(createServer());
    sqs.server.on('request', (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        response.setHeader('content-type', 'application/x-amz-json-1.0');
        const body: unknown = JSON.parse(Buffer.concat(chunks).toString());
        response.end(JSON.stringify(sqs.#answer(String(request.headers['x-amz-target']), body)));
      });
    });
    await listening(sqs.server);
    return sqs;
  }

  /** What tells a publisher to come here. */
  get environment(): NodeJS.ProcessEnv {
    const url = `http://127.0.0.1:${portOf(this.server)}`;
    return {
      NOTIFY_PUBLISHER_QUEUE_URL: `${url}/123456789012/queue`,
      AWS_ENDPOINT_URL: url,
      AWS_ACCESS_KEY_ID: 'none',
      AWS_SECRET_ACCESS_KEY: 'none',
      AWS_REGION: 'eu-west-2',
    };
  }

  close(): Promise<unknown> {
    this.server.closeAllConnections();
    return new Promise((closed) => this.server.close(closed));
  }

  #answer(operation: string, body: unknown): object {
    if (operation === 'AmazonSSM.GetParametersByPath') return this.#parameters(body as Paging);
    if (operation !== 'AmazonSQS.SendMessageBatch') return this.#attributes();
    this.onBatch?.();
    return this.#take(body as Batch);
  }

  /** One on a page, so that code that reads one page alone is found out. */
  #parameters({ Path, NextToken = '0' }: Paging): object {
    const queueUrl = this.environment['NOTIFY_PUBLISHER_QUEUE_URL'];
    const parameters = this.pipelines
      .map((pipelineId) => ({
        Name: `/cdk-govuk-notify/${pipelineId}/1`,
        Value: JSON.stringify({ version: 1, pipelineId, queueUrl, urgentQueueUrl: queueUrl, bucketName: 'bucket' }),
      }))
      .filter(({ Name }) => Name.startsWith(`${Path}/`));
    const page = Number(NextToken);
    const more = page + 1 < parameters.length ? { NextToken: String(page + 1) } : {};
    return { Parameters: parameters.slice(page, page + 1), ...more };
  }

  #attributes(): object {
    return this.owner === undefined
      ? {}
      : { Attributes: { Policy: JSON.stringify({ Id: queuePolicyId(this.owner) }) } };
  }

  #take({ Entries }: Batch): object {
    const refused = (body: string): boolean => this.refuses !== undefined && body.includes(this.refuses);
    const taken = Entries.filter(({ MessageBody }) => !refused(MessageBody));
    this.bodies.push(...taken.map(({ MessageBody }) => JSON.parse(MessageBody) as Readonly<Record<string, unknown>>));
    return {
      Successful: taken.map(({ Id, MessageBody }) => ({
        Id,
        MessageId: Id,
        MD5OfMessageBody: createHash('md5').update(MessageBody).digest('hex'),
      })),
      Failed: Entries.filter(({ MessageBody }) => refused(MessageBody)).map(({ Id }) => ({
        Id,
        Code: 'InvalidMessageContents',
        SenderFault: true,
      })),
    };
  }
}

interface Paging {
  readonly Path: string;
  readonly NextToken?: string;
}

interface Batch {
  readonly Entries: readonly { readonly Id: string; readonly MessageBody: string }[];
}
