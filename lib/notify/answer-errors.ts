import { NotifyError, type NotifyErrorEntry } from './errors';
import { fixedPart } from './known-errors';
import type { HttpResponse } from './transport';

/**
 * Notify refused the call, in its own words. Its `message` holds the status, the classes and the fixed part of texts
 * that are known; what Notify said in full is in `details`, which `util.inspect`, JSON and a crash of Node do not show,
 * because it may repeat what you sent.
 *
 * @example
 * if (error instanceof NotifyApiError && error.details[0]?.error === 'TooManyRequestsError') waitForMidnight();
 *
 * @see https://docs.notifications.service.gov.uk/rest-api.html#send-an-email-error-codes
 */
export class NotifyApiError extends NotifyError {
  /** The HTTP status. */
  readonly status: number;
  /** The id to give to Notify's support, from the `X-B3-TraceId` header. */
  readonly traceId: string | undefined;
  readonly #details: readonly NotifyErrorEntry[];

  constructor(status: number, details: readonly NotifyErrorEntry[], traceId?: string) {
    // Of a long list the first are enough for a log.
    super(status, details.slice(0, 9).map(withoutValues).join('; '));
    this.status = status;
    this.traceId = traceId;
    this.#details = details;
  }

  override get name(): string {
    return 'NotifyApiError';
  }

  /**
   * What Notify said, as it came: more than one entry only when several fields are wrong. It is not called `errors`, for
   * Node prints whatever an error has under that name when it crashes.
   */
  get details(): readonly NotifyErrorEntry[] {
    return this.#details;
  }

  /** A closer look than a log's shows no more of it either. */
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return `${this.stack}`;
  }
}

/**
 * An answer came that is not one of Notify's: a page of its edge or of a proxy, or something cut short. Whatever its
 * status, it does not say what Notify did.
 *
 * @example
 * if (error instanceof NotifyUnexpectedAnswerError) console.error(error.status, error.contentType); // 502 'text/html'
 */
export class NotifyUnexpectedAnswerError extends NotifyError {
  /** The HTTP status. */
  readonly status: number;
  /** The answer's `Content-Type`, if it had one. */
  readonly contentType: string | undefined;
  readonly #body: Buffer;

  constructor({ status, headers, body }: HttpResponse) {
    super('unexpected answer', `status ${status}, ${body.byteLength} bytes`);
    this.status = status;
    this.contentType = headers['content-type'];
    this.#body = body;
  }

  override get name(): string {
    return 'NotifyUnexpectedAnswerError';
  }

  /** What came, byte for byte. It may hold personal data. */
  get body(): Buffer {
    return this.#body;
  }
}

/**
 * What Notify says, for a log. It names the field first, then what was in it, then what is wrong: the middle is left out.
 * Classes and fields are words of a program; what is none is not shown.
 */
export function withoutValues({ error, message }: NotifyErrorEntry): string {
  const field = error === 'ValidationError' ? /^[a-z_]{1,40}(?= )/.exec(message) : null;
  return [/^\w{1,64}$/.exec(error) ?? 'error', field, fixedPart(message)].filter(Boolean).join(' ');
}
