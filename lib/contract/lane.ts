import type { Channel } from './queue-message';

/** The lanes on which held messages wait: Notify limits each apart, so none stands in another's way. */
export const lanes = ['email', 'sms', 'international_sms', 'letter'] as const;

export type Lane = (typeof lanes)[number];

export const isLane = (name: string | undefined): name is Lane => (lanes as readonly unknown[]).includes(name);

/** The channel of a lane's messages. */
export const channelOfLane = (lane: Lane): Channel => (lane === 'international_sms' ? 'sms' : lane);

/** The held queues: one for each lane, and one for all that is urgent. */
export const heldQueues = [...lanes, 'urgent'] as const;

export type HeldQueueName = (typeof heldQueues)[number];
