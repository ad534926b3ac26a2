import { NotifyError } from '../../lib/notify';
import { PipelineError } from '../../lib/contract/pipeline-error';

/** Errors whose texts hold no key, no recipient and no content. */
export const isOwnError = (error: unknown): error is NotifyError | PipelineError =>
  error instanceof NotifyError || error instanceof PipelineError;

/**
 * What may be thrown to Lambda, which logs an error with its text: an error of the project, or one in the place of another
 * that names its class alone. An error of the AWS SDK or of a library may repeat what it was given.
 */
export const ownError = (error: unknown, what: string): Error =>
  isOwnError(error) ? error : new PipelineError(`${what}: ${errorName(error)}; see the log`);

/** The name of an error's class, unless it is too odd to be one. */
export function errorName(error: unknown): string {
  const { name } = Object(error) as { name?: unknown };
  return typeof name === 'string' && /^[A-Za-z][\w.]{0,63}$/.test(name) ? name : 'Error';
}
