/** One request to Notify, ready to be sent: a transport adds nothing to it. */
export interface HttpRequest {
  readonly method: 'GET' | 'POST';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  /** JSON, as it goes over the wire. */
  readonly body?: string;
  /** Milliseconds for the whole exchange, from the call to the last byte of the answer. */
  readonly timeout: number;
  readonly signal?: AbortSignal;
}

/** One whole answer. */
export interface HttpResponse {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer;
}

/**
 * Carries one request and gives the whole answer, whatever its status. It neither follows redirects nor tries again.
 * It rejects with a `NotifyConnectionError`, `NotifyTimeoutError` or `NotifyAbortedError`; the client takes anything
 * else it throws for a lost connection, after which Notify may have the message.
 */
export type Transport = (request: HttpRequest) => Promise<HttpResponse>;
