import { BrandedError } from './branded-error';

/** One entry of the list in which Notify says what is wrong, as it came. */
export interface NotifyErrorEntry {
  /** Notify's class of error, such as `BadRequestError`. Decide by this and the status, never by the text. */
  readonly error: string;
  /** Notify's own text. It may repeat what you sent, so it may hold personal data: do not log it. */
  readonly message: string;
  /** Only for a letter whose QR code has too much in it: what it was to hold. */
  readonly data?: string;
  /** Only for a letter whose QR code has too much in it: how much that is. */
  readonly num_bytes?: number;
  /** Only for a letter whose QR code has too much in it: how much it can hold. */
  readonly max_bytes?: number;
}

/** What happened to a call that got no answer which Notify is known to give. */
export type FailureKind =
  | 'refused here'
  | 'not connected'
  | 'connection lost'
  | 'timed out before sending'
  | 'timed out'
  | 'aborted before sending'
  | 'aborted'
  | 'unexpected answer';

/**
 * What every error of this package is. Its message, stack, `util.inspect` and JSON never hold the API key, what you
 * sent or what Notify answered, so it is safe to log.
 *
 * @example
 * try {
 *   await notify.sendEmail(email);
 * } catch (error) {
 *   if (!(error instanceof NotifyError)) throw error;
 *   console.error(error.message); // '400: BadRequestError Template not found'
 * }
 *
 * @see https://docs.notifications.service.gov.uk/node.html#send-an-email-error-codes
 */
export abstract class NotifyError extends BrandedError {
  /** The HTTP status of Notify's refusal, or what happened instead of one. */
  readonly kind: number | FailureKind;

  constructor(circumstance: number | FailureKind, detail?: string, options?: ErrorOptions) {
    super(detail ? `${circumstance}: ${detail}` : `${circumstance}`, options);
    this.kind = circumstance;
  }

  /** The name of the class, such as `NotifyApiError`. */
  override get name(): string {
    return 'NotifyError';
  }
}

/**
 * The call was refused by this package, before anything was sent.
 *
 * @example
 * prepareUpload(file, { filename: 'no-extension' }); // throws a NotifyInputError
 */
export class NotifyInputError extends NotifyError {
  constructor(message: string) {
    super('refused here', message);
  }

  override get name(): string {
    return 'NotifyInputError';
  }
}

/**
 * The API key has not the form `{name}-{service id}-{secret}`. The message never shows the key.
 *
 * @see https://docs.notifications.service.gov.uk/rest-api.html#authorisation-header
 *
 * @example
 * if (error instanceof MalformedApiKeyError) console.error('the key in the secret is not a whole one');
 */
export class MalformedApiKeyError extends NotifyInputError {
  override get name(): string {
    return 'MalformedApiKeyError';
  }
}

interface Interruption extends ErrorOptions {
  /** False only when it is certain that no byte of the request left this machine. */
  readonly mayHaveArrived: boolean;
}

/**
 * The connection could not be made, or broke before the whole answer was there.
 *
 * @example
 * if (error instanceof NotifyConnectionError) console.error(error.code); // 'ECONNRESET'
 *
 * @see https://nodejs.org/api/errors.html#common-system-errors
 */
export class NotifyConnectionError extends NotifyError {
  /** Node's code for the failure, such as `ECONNREFUSED`, when there is one. */
  readonly code: string | undefined;

  constructor({ code, mayHaveArrived }: Interruption & { readonly code: string | undefined }) {
    super(mayHaveArrived ? 'connection lost' : 'not connected', code);
    this.code = code;
  }

  override get name(): string {
    return 'NotifyConnectionError';
  }
}

/**
 * The whole answer was not there within the time allowed.
 *
 * @example
 * if (error instanceof NotifyTimeoutError) console.error(error.message); // 'timed out: 35000 milliseconds'
 */
export class NotifyTimeoutError extends NotifyError {
  constructor({ timeout, mayHaveArrived }: Interruption & { readonly timeout: number }) {
    super(mayHaveArrived ? 'timed out' : 'timed out before sending', `${timeout} milliseconds`);
  }

  override get name(): string {
    return 'NotifyTimeoutError';
  }
}

/**
 * The caller's `AbortSignal` ended the call. `cause` is the reason given to `abort()`.
 *
 * @example
 * if (error instanceof NotifyAbortedError) return; // the person closed the page
 */
export class NotifyAbortedError extends NotifyError {
  constructor({ mayHaveArrived, ...options }: Interruption) {
    super(mayHaveArrived ? 'aborted' : 'aborted before sending', undefined, options);
  }

  override get name(): string {
    return 'NotifyAbortedError';
  }
}

/** Node's code for a failure. Its message is left out: it may hold parts of what was sent or received. */
export function errorCode(error: unknown): string | undefined {
  const { code } = Object(error) as { code?: unknown };
  return typeof code === 'string' ? code : undefined;
}
