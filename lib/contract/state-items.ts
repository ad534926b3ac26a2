/** The ids of the items of the deliveries table that are no deliveries. */
export const stateItems = {
  /** Before the key of a payload that was deleted, for its message is over. */
  spentPayload: 'spent ',
  /** Before the id of a message that was received often: how many began to read it and did not end. */
  reading: 'reading ',
  /** How fast messages are sent now, for all senders. */
  rateLimit: 'rate limit',
  /** What stops messages, by what it stops. */
  hold: {
    everything: 'hold everything',
    email: 'hold email',
    sms: 'hold sms',
    international_sms: 'hold international_sms',
    letter: 'hold letter',
  },
  /** What all senders know of a lane in trouble. */
  lane: {
    email: 'lane email',
    sms: 'lane sms',
    international_sms: 'lane international_sms',
    letter: 'lane letter',
  },
  /** How far the poll has come, by channel. */
  poll: { email: 'poll email', sms: 'poll sms', letter: 'poll letter' },
  /** How far received texts are published. */
  receivedTexts: 'received texts',
  /** Before the id of an event that was published and can come in more than one way. */
  published: 'published ',
} as const;
