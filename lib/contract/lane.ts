/** The lanes on which held messages wait: Notify limits each apart, so none stands in another's way. */
export const lanes = ['email', 'sms', 'international_sms', 'letter'] as const;

export type Lane = (typeof lanes)[number];

export const isLane = (name: string | undefined): name is Lane => (lanes as readonly unknown[]).includes(name);

/** The held queues: one for each lane, one for what waits for a time of its own, and one for all that is urgent. */
export const heldQueues = [...lanes, 'later', 'urgent'] as const;

export type HeldQueueName = (typeof heldQueues)[number];
