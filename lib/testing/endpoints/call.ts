import type { Caller } from '../auth/authenticate';
import type { Reply } from '../http/answer';
import type { NotifyRequest } from '../http/request';
import type { Notify } from '../notify';

/** One request whose sender is known. */
export interface EndpointCall extends Caller {
  readonly request: NotifyRequest;
  /** The variable parts of the path. */
  readonly parameters: readonly string[];
  readonly notify: Notify;
  readonly now: number;
  /** False if a fault stops the message being queued once it is stored. */
  readonly queue: boolean;
}

export type Endpoint = (call: EndpointCall) => Reply | Promise<Reply>;
