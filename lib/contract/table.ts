/** The shape of the deliveries table, on which the construct that makes it and the code that uses it agree. */
export const table = {
  partitionKey: 'id',
  timeToLive: 'ttl',
  /**
   * Holds only deliveries whose status is awaited, by when they were sent within their channel. `status` is there for
   * the few of which Notify has said something new, so that it is not written again at every look.
   */
  awaitedIndex: {
    name: 'awaited',
    partitionKey: 'awaited',
    sortKey: 'sent_at',
    projected: ['notification_id', 'status'],
  },
  /** Holds only deliveries with a caller's reference. Keys only. */
  referenceIndex: { name: 'by-reference', partitionKey: 'reference', sortKey: 'created_at' },
} as const;
