/**
 * SQS message attributes that a message carries once it has been put back: as a new SQS message it would otherwise
 * have lost who it is and how long it must wait.
 */
export const messageAttributes = {
  /** The idempotency key that the first copy of the message had. */
  idempotencyKey: 'NotifyIdempotencyKey',
  /** The message waits until then: ISO 8601. */
  heldUntil: 'NotifyHeldUntil',
  /** Of an urgent message that waits for the end of a hold: its lane. */
  lane: 'NotifyLane',
  /** How often something in the message made the code fail, as a whole number. */
  faults: 'NotifyFaults',
  /** On a dead letter: why it is one. */
  reason: 'NotifyReason',
  /** On a dead letter: the queue that it came from, `queue` or `urgent`. */
  cameFrom: 'NotifyCameFrom',
} as const;
