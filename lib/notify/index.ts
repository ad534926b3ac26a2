/**
 * A client for GOV.UK Notify, which needs no AWS.
 *
 * @module notify
 */

export { NotifyApiError, NotifyUnexpectedAnswerError } from './answer-errors';
export { NotifyClient } from './client';
export type { NotifyCall, NotifyClientOptions } from './connection';
export {
  MalformedApiKeyError,
  NotifyAbortedError,
  NotifyConnectionError,
  NotifyError,
  NotifyInputError,
  NotifyTimeoutError,
} from './errors';
export type { FailureKind, NotifyErrorEntry } from './errors';
export { httpTransport } from './http-transport';
export type { HttpTransportOptions } from './http-transport';
export { knownErrors } from './known-errors';
export type { KnownError, ErrorOutcome } from './known-errors';
export { isDefinitelyNotSent, isRetryable, isOutcomeUnknown } from './outcomes';
export { prepareUpload } from './prepare-upload';
export type { UploadOptions } from './prepare-upload';
export type * from './requests';
export type * from './responses';
export type * from './transport';
