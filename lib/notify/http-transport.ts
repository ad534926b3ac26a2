import { Agent as HttpAgent, request as requestOverHttp, type ClientRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as requestOverHttps } from 'node:https';
import { errorCode, NotifyAbortedError, NotifyConnectionError, NotifyInputError, NotifyTimeoutError } from './errors';
import type { HttpRequest, HttpResponse, Transport } from './transport';

/** A POST over a connection that died unnoticed has an unknown outcome, so connections do not lie idle for long. */
const agentOptions = { keepAlive: true, timeout: 30_000 };
const longestTimer = 2 ** 31 - 1;

/**
 * Makes the transport that the client uses by default: Node's own http and https, with connections kept for the next
 * request.
 *
 * @param options.agent Makes the connections: give one to go through a proxy, or to trust a certificate.
 * @default an agent of its own, that closes connections after 30 seconds without use
 * @example
 * new NotifyClient({ apiKey, transport: httpTransport({ agent: new HttpsProxyAgent('http://proxy.example:3128') }) });
 * @see https://nodejs.org/api/http.html#class-httpagent
 */
export function httpTransport(options: { readonly agent?: HttpAgent | undefined } = {}): Transport {
  let overHttp = options.agent;
  let overHttps = options.agent;
  const open = ({ url, method, headers }: HttpRequest): ClientRequest =>
    url.protocol === 'http:'
      ? requestOverHttp(url, { method, headers, agent: (overHttp ??= new HttpAgent(agentOptions)) })
      : requestOverHttps(url, { method, headers, agent: (overHttps ??= new HttpsAgent(agentOptions)) });

  return async (request) => {
    let outgoing;
    try {
      outgoing = open(request);
    } catch (error) {
      throw new NotifyInputError(`no request can be made (${errorCode(error)}); does the agent fit the base URL?`);
    }
    return exchange(request, outgoing);
  };
}

function exchange({ url, body, timeout, signal }: HttpRequest, outgoing: ClientRequest): Promise<HttpResponse> {
  return new Promise((resolve, reject) => {
    let mayHaveArrived = false;
    const settle = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
    };
    const fail = (error: Error) => {
      settle();
      reject(error);
      outgoing.destroy();
    };
    const onLoss = (error: unknown) => fail(new NotifyConnectionError({ code: errorCode(error), mayHaveArrived }));
    const onAbort = () => fail(new NotifyAbortedError({ mayHaveArrived, cause: signal?.reason }));
    const onTimeout = () => fail(new NotifyTimeoutError({ timeout, mayHaveArrived }));
    const timer = setTimeout(onTimeout, Math.min(timeout, longestTimer));
    signal?.addEventListener('abort', onAbort);

    // Before Node's own listener, which writes the request as soon as the socket can take it.
    outgoing.prependOnceListener('socket', (socket) => {
      mayHaveArrived = !socket.connecting && !socket.destroyed;
      if (!socket.connecting) return;
      socket.once(url.protocol === 'http:' ? 'connect' : 'secureConnect', () => {
        mayHaveArrived = true;
      });
    });
    outgoing.on('error', onLoss);
    outgoing.once('response', (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('error', onLoss);
      incoming.once('end', () => {
        settle();
        resolve({ status: incoming.statusCode ?? 0, headers: flatten(incoming), body: Buffer.concat(chunks) });
      });
    });
    if (signal?.aborted) onAbort();
    else outgoing.end(body);
  });
}

function flatten({ headers }: IncomingMessage): HttpResponse['headers'] {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, value?.toString()]));
}
