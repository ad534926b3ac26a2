import type { IncomingMessage, ServerResponse } from 'node:http';
import { bodyOf, closed, portOf, serve } from '../../notify/servers';

interface StoredObject {
  readonly content: Buffer;
  readonly headers: Readonly<Record<string, string>>;
}

export interface S3InTest {
  readonly endpoint: string;
  /** By bucket and key: `bucket/key`. */
  readonly objects: Map<string, StoredObject>;
  /** Such as `GET bucket/key`. */
  readonly calls: string[];
  /** Answers the next requests with this status and code, one each. */
  readonly failures: { readonly status: number; readonly code: string }[];
  close(): Promise<void>;
}

/** As much of S3 as big messages need, in this process. It keeps what it is given, checksums included. */
export async function openS3(): Promise<S3InTest> {
  const objects: S3InTest['objects'] = new Map();
  const calls: string[] = [];
  const failures: S3InTest['failures'] = [];

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const content = await bodyOf(request);
    const name = decodeURIComponent((request.url ?? '').split('?')[0] ?? '').slice(1);
    const source = request.headers['x-amz-copy-source'];
    calls.push(`${source === undefined ? request.method : 'COPY'} ${name}`);
    const failure = failures.shift();
    if (failure) return refuse(response, failure.status, failure.code);
    const found = objects.get(source === undefined ? name : decodeURIComponent(String(source)));
    switch (request.method) {
      case 'PUT':
        if (source !== undefined && !found) return refuse(response, 404, 'NoSuchKey');
        objects.set(name, found && source !== undefined ? found : { content, headers: checksumsOf(request) });
        response.end(source === undefined ? '' : '<CopyObjectResult><ETag>"e"</ETag></CopyObjectResult>');
        return;
      case 'DELETE':
        objects.delete(name);
        response.writeHead(204).end();
        return;
      default:
        if (!found) return refuse(response, 404, 'NoSuchKey');
        response.writeHead(200, {
          'content-length': found.content.length,
          'last-modified': 'Mon, 02 Mar 2026 12:00:00 GMT',
          ...found.headers,
        });
        response.end(found.content);
    }
  };

  const server = await serve((request, response) => void handle(request, response));
  return { endpoint: `http://127.0.0.1:${portOf(server)}`, objects, calls, failures, close: () => closed(server) };
}

function refuse(response: ServerResponse, status: number, code: string): void {
  response.writeHead(status, { 'content-type': 'application/xml' });
  response.end(`<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>no</Message></Error>`);
}

const checksumsOf = (request: IncomingMessage): Record<string, string> =>
  Object.fromEntries(
    Object.entries(request.headers).flatMap(([name, value]) =>
      /^x-amz-checksum-(crc32|crc32c|sha1|sha256)$/.test(name) && typeof value === 'string' ? [[name, value]] : [],
    ),
  );
