/** The shape of the deliveries table, on which the construct that makes it and the code that uses it agree. */
export const table = {
  partitionKey: 'id',
  timeToLive: 'ttl',
  /**
   * Holds only deliveries whose status is awaited, by when they were sent within their channel: most of them many to an
   * entry, in `deliveries`, and the others each with its own. `status` is there for the few of which Notify has said something
   * new, so that it is not written again at every look.
   */
  awaitedIndex: {
    name: 'awaited',
    partitionKey: 'awaited',
    sortKey: 'sent_at',
    projected: ['notification_id', 'status', 'deliveries'],
  },
  /** Holds only deliveries with a caller's reference. Keys only. */
  referenceIndex: { name: 'by-reference', partitionKey: 'reference', sortKey: 'created_at' },
  /** Holds only deliveries whose recipient is known, by its keyed hash. Keys only. Only there if somebody asked for it. */
  recipientIndex: { name: 'by-recipient', partitionKey: 'recipient_hash', sortKey: 'created_at' },
} as const;
