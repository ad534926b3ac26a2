import { cannotAtAws } from '../commands/cannot-at-aws';

/** The grants of the construct that let people operate a pipeline. */
export type Grant = 'grantOperate' | 'grantHold' | 'grantRedrive' | 'grantErase' | 'grantSend';

const throttled = /Throttl|ThroughputExceeded|RequestLimitExceeded|TooManyRequests/;
const gone = /^(ResourceNotFoundException|QueueDoesNotExist|NoSuchBucket|AWS\.SimpleQueueService\.NonExistentQueue)$/;

/**
 * An error of AWS's for the person who typed the command: which action is not allowed and which grant allows it, what is not there,
 * or what else AWS said. What is no error of AWS's stays as it is.
 */
export function refused(what: string, error: unknown, grant: Grant): Error {
  const { name = '', message = '', $metadata } = Object(error) as Partial<Error> & { readonly $metadata?: unknown };
  const [, action] = /not authorized to perform: ([\w-]+:\w+)/.exec(message) ?? [];
  const isDenied = /AccessDenied|NotAuthorized/.test(name);
  if (isDenied) {
    const which = action === undefined ? `an action of AWS (${name})` : action;
    return new Error(`${what}: ${which} is not allowed; ${grant} of the NotifyPipeline allows it`);
  }
  if (throttled.test(name)) return new Error(`${what}: AWS throttles this (${name}); wait a minute, then run it again`);
  if (gone.test(name)) {
    return new Error(`${what}: a part of the pipeline does not exist (${name}); deploy it again, or check the region`);
  }
  if ($metadata === undefined && isOfOurs(error)) return error;
  return cannotAtAws(what, error, 'check the region and the credentials, then run it again');
}

/** What was thrown by us has no name of its own, and says what to do. */
const isOfOurs = (error: unknown): error is Error =>
  error instanceof Error && error.name === 'Error' && !isOfSystem(error);

/** Of a connection, or a setting that the SDK found missing. */
const isOfSystem = (error: Error): boolean => 'code' in error || error.message === 'Region is missing';
