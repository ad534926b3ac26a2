/** Whether an event is ours to publish, was published, or is being published by another worker. */
export type PublishClaim = 'claimed' | 'published' | 'busy';

/**
 * Remembers which events were published, so that what comes in two ways is published once. It stores ids alone.
 */
export interface PublishedEventStore {
  /** Claims an event until `until`, in milliseconds, unless it was published or another worker has the claim. */
  claim(id: string, now: number, until: number): Promise<PublishClaim>;
  /** It was published, and is not published again. */
  confirm(id: string, now: number): Promise<void>;
}
