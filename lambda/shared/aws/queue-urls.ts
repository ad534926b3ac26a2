import { environment, requireEnvironment } from '../../../lib/contract/environment';
import { heldQueues, type HeldQueueName } from '../../../lib/contract/lane';

/** The URLs of the held queues, by their names. */
export const heldQueueUrls = (): Readonly<Record<HeldQueueName, string>> =>
  Object.fromEntries(heldQueues.map((name) => [name, requireEnvironment(environment.heldQueueUrl[name])])) as Record<
    HeldQueueName,
    string
  >;
