import { NotifyError } from '../../lib/notify';
import { PipelineError, SettingError } from '../../lib/contract/pipeline-error';

/**
 * What AWS calls an error that is about what it was given: the same again fails again. Everything else that AWS answers
 * (throttling, a refused permission, a key that is disabled, a 5xx) is over once AWS, or somebody, has mended it.
 */
const aboutContent =
  /^(?:Validation|Serialization|Malformed|Bad|ItemCollectionSizeLimit|InvalidParameterValue|InvalidMessageContents|InvalidAttribute|InvalidArgument|InvalidURI|UnsupportedOperation)|TooL(?:ong|arge)/;

/** What the SDK calls an error without an answer. */
const withoutAnswer = /^(?:Timeout|RequestTimeout|Abort|Networking|(?:Credentials|Token)?Provider)/;

/** Codes of the system and of the HTTP client, such as `ECONNRESET`. Those of Node's own errors begin with `ERR_`. */
const ofConnection = /^(?:E(?!RR_)[A-Z]|UND_ERR_)/;

/**
 * Whether an error says nothing of what was being done, so that the same may succeed later: AWS or the way to it failed.
 * What is not known to pass, such as a `TypeError` or a value that the table cannot hold, comes again each time.
 */
export function isPassingFault(error: unknown): boolean {
  if (error instanceof SettingError || error instanceof NotifyError) return true;
  const { name = '', code, $metadata, $fault } = Object(error) as Partial<Thrown>;
  if ($metadata !== undefined || $fault !== undefined) {
    const status = $metadata?.httpStatusCode ?? 400;
    return status >= 500 || (status !== 413 && !aboutContent.test(name));
  }
  return withoutAnswer.test(name) || (typeof code === 'string' && ofConnection.test(code));
}

/** Whether an error is certain to come again with the same: what is not known to be so may still pass. */
export const isAboutContent = (error: unknown): boolean =>
  !isPassingFault(error) && error instanceof Error && error.name !== 'Error' && !(error instanceof PipelineError);

interface Thrown {
  readonly name: string;
  readonly code: unknown;
  readonly $fault: unknown;
  readonly $metadata: { readonly httpStatusCode?: number };
}
