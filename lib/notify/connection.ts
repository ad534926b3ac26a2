import type { Agent } from 'node:http';
import type { Clock } from '../contract/clock';
import { ParsedApiKey } from './api-key';
import { errorCode, NotifyAbortedError, NotifyConnectionError, NotifyError, NotifyInputError } from './errors';
import { httpTransport } from './http-transport';
import type { CallOptions } from './requests';
import { tokenSource } from './token';
import type { HttpRequest, HttpResponse, Transport } from './transport';

/** Notify may work on a request for 30 seconds. Milliseconds for the whole of an exchange, unless another time is given. */
export const longestExchange = 35_000;

/**
 * How a `NotifyClient` reaches Notify.
 *
 * @example
 * new NotifyClient({ apiKey, timeout: 10_000 });
 */
export interface NotifyClientOptions {
  /** The whole key, `{name}-{service id}-{secret}`. */
  readonly apiKey: string;
  /**
   * The address of Notify's API.
   *
   * @default 'https://api.notifications.service.gov.uk'
   */
  readonly baseUrl?: string | undefined;
  /**
   * Milliseconds for the whole of each exchange. Notify itself may take 30 seconds; with less than that you give up
   * on messages that it goes on to send.
   * @default 35_000
   */
  readonly timeout?: number | undefined;
  /**
   * Makes the connections: a proxy agent, for example. It must be one for the base URL's protocol. Not used when
   * `transport` is given.
   *
   * @default - Node makes the connections
   */
  readonly agent?: Agent | undefined;
  /** Carries the requests. @default Node's own http and https, with connections kept for the next request */
  readonly transport?: Transport | undefined;
  /** Where the time for tokens comes from. @default the machine's own clock */
  readonly clock?: Pick<Clock, 'now'> | undefined;
}

/** One call of Notify's REST API. */
export interface NotifyCall {
  /** The HTTP method. */
  readonly method: 'GET' | 'POST';
  /** From the first slash on, with its query string. */
  readonly path: `/${string}`;
  /**
   * What is sent as JSON.
   *
   * @default - no body
   */
  readonly body?: unknown;
}

/** Carries one call to Notify and back, signed, whatever the answer. */
export type Exchange = (call: NotifyCall, options?: CallOptions) => Promise<HttpResponse>;

/** Keeps the key, the token and the transport to itself, so that nothing that prints a client can show them. */
export function connect(options: NotifyClientOptions): Exchange {
  const { agent, clock = Date } = options;
  const token = tokenSource(new ParsedApiKey(options.apiKey), clock);
  const base = baseOf(options.baseUrl ?? 'https://api.notifications.service.gov.uk');
  const transport = options.transport ?? httpTransport({ agent, clock });

  return async ({ method, path, body }, { signal, timeout = options.timeout ?? longestExchange } = {}) => {
    const url = urlOf(base, path);
    const json = toJson(body);
    const headers = {
      authorization: `Bearer ${await token()}`,
      'user-agent': 'cdk-govuk-notify',
      'content-type': 'application/json',
    };
    if (signal?.aborted) throw new NotifyAbortedError({ mayHaveArrived: false, cause: signal.reason });
    const request: HttpRequest = { method, url, headers, timeout, body: json, signal };
    try {
      return await transport(request);
    } catch (error) {
      if (error instanceof NotifyError) throw error;
      if (signal?.aborted) throw new NotifyAbortedError({ mayHaveArrived: true, cause: signal.reason });
      throw new NotifyConnectionError({ code: errorCode(error), mayHaveArrived: true });
    }
  };
}

/** What does not begin with one slash would go on with the host's name, and take the key to another. */
function urlOf(base: string, path: string): URL {
  if (!/^\/(?![/\\])/.test(path)) {
    throw new NotifyInputError(
      'path must begin with a single slash; write it as in the REST API, such as /v2/templates',
    );
  }
  return new URL(base + path);
}

/** Without the value in the error: somebody who mixes up the options may have put the key here. */
function baseOf(baseUrl: string): string {
  if (!URL.canParse(baseUrl) || !/^https?:/i.test(baseUrl)) {
    throw new NotifyInputError('baseUrl is not an http or https URL; leave it out for the real Notify');
  }
  return baseUrl.trim().replace(/\/+$/, '');
}

/** Nothing where there is no body. */
function toJson(body: unknown): string | undefined {
  try {
    return JSON.stringify(body);
  } catch {
    throw new NotifyInputError('the message cannot be written as JSON; take out bigints and circles');
  }
}
