import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { bodyOf, closed, portOf, serve } from '../notify/servers';
import { callsOf, type Call } from './calls';

type Input = Readonly<Record<string, unknown>>;

/** What answers a request: by its target for AWS, by its method and path for Notify. `undefined`: with a 502, bytes: with a PDF. */
export type Answers = (request: string, input: Input) => object | undefined;

/** As much of AWS and of Notify as the functions talk to. It writes down what AWS is asked for. */
export interface RecordingCloud {
  readonly endpoint: string;
  readonly calls: readonly Call[];
  close(): Promise<void>;
}

/** Opens it, in front of a table in a DynamoDB of this process. */
export async function openCloud(dynamo: string, answers: Answers): Promise<RecordingCloud> {
  const calls: Call[] = [];

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = (await bodyOf(request)).toString();
    const target = request.headers['x-amz-target'];
    const input = JSON.parse(body || '{}') as Input;
    if (typeof target === 'string') calls.push(...callsOf(target, input));
    if (typeof target === 'string' && target.startsWith('DynamoDB')) return forward(request, body, response);
    const name = typeof target === 'string' ? target : `${request.method} ${request.url}`;
    const answer = answers(name, input);
    const isFile = Buffer.isBuffer(answer);
    const type = isFile ? 'application/pdf' : 'application/json';
    response.writeHead(statusOf(name, answer), { 'content-type': answer ? type : 'text/html' });
    response.end(isFile ? answer : (JSON.stringify(answer) ?? 'Bad gateway'));
  };

  const forward = async ({ headers }: IncomingMessage, body: string, response: ServerResponse): Promise<void> => {
    const { 'x-amz-target': target = '', authorization = '' } = headers as Record<string, string>;
    const type = 'application/x-amz-json-1.0';
    const date = String(headers['x-amz-date']);
    const answer = await fetch(dynamo, {
      method: 'POST',
      headers: { 'content-type': type, 'x-amz-target': target, authorization, 'x-amz-date': date },
      body,
    });
    response.writeHead(answer.status, { 'content-type': type });
    response.end(await answer.text());
  };

  const server = await serve((request, response) => void handle(request, response));
  return { endpoint: `http://127.0.0.1:${portOf(server)}`, calls, close: () => closed(server) };
}

const statusOf = (name: string, answer: object | undefined): number => {
  if (!answer) return 502;
  if ('status_code' in answer) return Number(answer.status_code);
  return name.startsWith('POST /') ? 201 : 200;
};

export const md5 = (text: string): string => createHash('md5').update(text).digest('hex');
