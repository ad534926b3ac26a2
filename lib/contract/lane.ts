/** The lanes on which held messages wait: Notify limits each apart, so none stands in another's way. */
export const lanes = ['email', 'sms', 'international_sms', 'letter'] as const;

export type Lane = (typeof lanes)[number];

/** The held queues: one for each lane, and one for what waits for a time of its own. */
export const heldQueues = [...lanes, 'later'] as const;

export type HeldQueueName = (typeof heldQueues)[number];
