/** The shape of the deliveries table, on which the construct that makes it and the code that uses it agree. */
export const table = {
  partitionKey: 'id',
  timeToLive: 'ttl',
  /** Holds only deliveries whose status is awaited, oldest first within their channel. */
  awaitedIndex: { name: 'awaited', partitionKey: 'awaited', sortKey: 'sent_at', projected: ['notification_id'] },
  /** Holds only deliveries with a caller's reference. Keys only. */
  referenceIndex: { name: 'by-reference', partitionKey: 'reference', sortKey: 'created_at' },
} as const;
