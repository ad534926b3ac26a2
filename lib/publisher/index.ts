/**
 * Puts messages on a pipeline's queue.
 *
 * @module publisher
 */

export type { Cancellation } from './cancel';
export { InvalidMessageError, NotCancelledError, NotPublishedError, RefusedMessageError } from './errors';
export type * from './messages';
export { NotifyPublisher } from './publisher';
export type { FromPipelineOptions, NotifyPublisherOptions } from './publisher-options';
export type { PublishProgress, PublishResult, SendAllOptions, SendAllResult } from './send-all';
export { emailSender, letterSender, smsSender } from './senders';
export type * from './senders';
