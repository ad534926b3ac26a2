import type { IncomingMessage, ServerResponse } from 'node:http';
import { bodyOf, closed, portOf, serve } from '../../notify/servers';

export interface AwsCall {
  /** Such as `AmazonSQS.SendMessage`, or the method and path where it is no call of AWS. */
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
  /** Of the credentials that it was signed with. */
  readonly sessionToken: unknown;
}

export interface AwsInTest {
  readonly endpoint: string;
  readonly calls: AwsCall[];
  close(): Promise<void>;
}

/**
 * A server of this process that answers what the functions ask of AWS and of Notify: of several answers one after the
 * other, the last of them for good. A buffer is a PDF. Without an answer it is 500.
 */
export async function openAws(answers: Readonly<Record<string, object | object[]>>): Promise<AwsInTest> {
  const calls: AwsCall[] = [];
  const answerTo = (operation: string): object | undefined => {
    const all = [answers[operation] ?? []].flat();
    return all[calls.filter((call) => call.operation === operation).length - 1] ?? all.at(-1);
  };
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = (await bodyOf(request)).toString();
    const target = request.headers['x-amz-target'];
    const operation = typeof target === 'string' ? target : `${request.method} ${request.url}`;
    const sessionToken = request.headers['x-amz-security-token'];
    calls.push({ operation, input: JSON.parse(body || '{}') as AwsCall['input'], sessionToken });
    const answer = answerTo(operation);
    const created = operation.startsWith('POST /') ? 201 : 200;
    if (Buffer.isBuffer(answer)) {
      response.writeHead(200, { 'content-type': 'application/pdf' }).end(answer);
      return;
    }
    response.writeHead(answer ? created : 500, {
      'content-type': target ? 'application/x-amz-json-1.1' : 'application/json',
    });
    response.end(JSON.stringify(answer ?? { __type: 'InternalFailure', message: `no answer to ${operation}` }));
  };
  const server = await serve((request, response) => void handle(request, response));
  return { endpoint: `http://127.0.0.1:${portOf(server)}`, calls, close: () => closed(server) };
}
