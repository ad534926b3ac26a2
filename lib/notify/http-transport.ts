import { Agent as HttpAgent, request as requestOverHttp, type ClientRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as requestOverHttps } from 'node:https';
import type { Clock } from '../contract/clock';
import { errorCode, NotifyAbortedError, NotifyConnectionError, NotifyInputError, NotifyTimeoutError } from './errors';
import type { HttpRequest, HttpResponse, Transport } from './transport';

/**
 * After so long without a request no connection is used again: a process that was frozen meanwhile, as Lambda does, has no
 * timer go off and does not see connections end. Less than the five seconds after which many servers close one. In milliseconds.
 */
const longestIdle = 4000;
const longestTimer = 2 ** 31 - 1;

/**
 * How `httpTransport` makes its connections.
 *
 * @example
 * httpTransport({ agent: new HttpsProxyAgent('http://proxy.example:3128') });
 */
export interface HttpTransportOptions {
  /**
   * Makes the connections: give one to go through a proxy, or to trust a certificate.
   *
   * @default an agent of its own, that closes connections after 30 seconds without use
   */
  readonly agent?: HttpAgent | undefined;
  /**
   * Says how long no request was made. After four seconds connections are made anew, except those of an agent that you give.
   *
   * @default the machine's own clock
   */
  readonly clock?: Pick<Clock, 'now'> | undefined;
}

/**
 * Makes the transport that the client uses by default: Node's own http and https, with connections kept for the next
 * request.
 *
 * @example
 * new NotifyClient({ apiKey, transport: httpTransport({ agent: new HttpsProxyAgent('http://proxy.example:3128') }) });
 * @see https://nodejs.org/api/http.html#class-httpagent
 */
export function httpTransport({ agent, clock = Date }: HttpTransportOptions = {}): Transport {
  let own: Record<string, HttpAgent> = {};
  let usedAt = 0;
  const open = ({ url, method, headers }: HttpRequest): ClientRequest => {
    // What is left of the old ones ends by itself.
    if (clock.now() - usedAt > longestIdle) own = {};
    const [Agent, connect] =
      url.protocol === 'http:' ? [HttpAgent, requestOverHttp] : ([HttpsAgent, requestOverHttps] as const);
    // A POST over a connection that died unnoticed has an unknown outcome, so none lies idle for long.
    const used = agent ?? (own[url.protocol] ??= new Agent({ keepAlive: true, timeout: 30_000 }));
    return connect(url, { method, headers, agent: used });
  };

  return async (request) => {
    let outgoing;
    try {
      outgoing = open(request);
    } catch (error) {
      throw new NotifyInputError(`no request can be made (${errorCode(error)}); does the agent fit the base URL?`);
    }
    return exchange(request, outgoing).finally(() => (usedAt = clock.now()));
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
      const arrives = () => (mayHaveArrived = !socket.destroyed);
      if (socket.connecting) socket.once(url.protocol === 'http:' ? 'connect' : 'secureConnect', arrives);
      else arrives();
    });
    outgoing.on('error', onLoss);
    outgoing.on('response', (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('error', onLoss);
      incoming.on('end', () => {
        settle();
        // An answer has one.
        resolve({ status: incoming.statusCode as number, headers: flatten(incoming), body: Buffer.concat(chunks) });
      });
    });
    if (signal?.aborted) onAbort();
    else outgoing.end(body);
  });
}

function flatten({ headers }: IncomingMessage): HttpResponse['headers'] {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
}
