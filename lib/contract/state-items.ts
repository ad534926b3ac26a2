/** The ids of the items of the deliveries table that are no deliveries. */
export const stateItems = {
  /** How fast messages are sent now, for all senders. */
  pace: 'pace',
  /** What stops messages, by what it stops. */
  hold: {
    everything: 'hold everything',
    email: 'hold email',
    sms: 'hold sms',
    international_sms: 'hold international_sms',
    letter: 'hold letter',
  },
  /** How far the poll has come, by channel. */
  poll: { email: 'poll email', sms: 'poll sms', letter: 'poll letter' },
} as const;
