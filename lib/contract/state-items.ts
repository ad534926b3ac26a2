/** The ids of the items of the deliveries table that are no deliveries. */
export const stateItems = {
  /** Before the key of a payload that was deleted, because its message is over. */
  spentPayload: 'spent ',
  /** Before the id of a message that was received often: how many began to read it and did not end. */
  reading: 'reading ',
  /** Before the id of a delivery: the tasks of Step Functions that wait for its end. */
  tasks: 'tasks ',
  /** Before the keyed hash of a phone number: when text messages went to it. */
  textsToNumber: 'texts ',
  /** Before the name of a budget and a day: how many fragments of text messages were spent of it. */
  textSpending: 'text spending ',
  /** How fast messages are sent now, for all senders. */
  rateLimit: 'rate limit',
  /** What stops messages, by what it stops. */
  hold: {
    everything: 'hold everything',
    email: 'hold email',
    sms: 'hold sms',
    international_sms: 'hold international_sms',
    letter: 'hold letter',
    text_budget: 'hold text_budget',
    urgent_text_budget: 'hold urgent_text_budget',
  },
  /** What all senders know of a lane in trouble. */
  lane: {
    email: 'lane email',
    sms: 'lane sms',
    international_sms: 'lane international_sms',
    letter: 'lane letter',
  },
  /** Before a random id: deliveries that were sent together, and whose status is awaited. */
  awaitedList: 'awaited ',
  /** How far the poll has come, by channel. */
  poll: { email: 'poll email', sms: 'poll sms', letter: 'poll letter' },
  /** Up to which minute scheduled messages are released. */
  scheduled: 'scheduled',
  /** How far received texts are published. */
  receivedTexts: 'received texts',
  /** Before the id of an event that was published and can come in more than one way. */
  published: 'published ',
} as const;
