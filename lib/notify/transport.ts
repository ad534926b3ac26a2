/** One request to Notify, ready to be sent: a transport adds nothing to it. */
export interface HttpRequest {
  /** The HTTP method. */
  readonly method: 'GET' | 'POST';
  /** The whole address. */
  readonly url: URL;
  /** The headers, with names in lower case. One is the token: do not log them. */
  readonly headers: Readonly<Record<string, string>>;
  /** JSON, as it goes over the wire. There for a `POST`. */
  readonly body?: string | undefined;
  /** Milliseconds for the whole exchange, from the call to the last byte of the answer. */
  readonly timeout: number;
  /** The caller's signal to abort. There if the call has one. */
  readonly signal?: AbortSignal | undefined;
}

/** One whole answer. */
export interface HttpResponse {
  /** The HTTP status. */
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** The body, byte for byte. */
  readonly body: Buffer;
}

/**
 * Carries one request and gives the whole answer, whatever its status. It neither follows redirects nor tries again.
 * It rejects with a `NotifyConnectionError`, `NotifyTimeoutError` or `NotifyAbortedError`; the client takes anything
 * else it throws for a lost connection, after which Notify may have the message.
 */
export type Transport = (request: HttpRequest) => Promise<HttpResponse>;
