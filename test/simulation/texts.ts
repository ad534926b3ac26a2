import { loadRecipientRules } from '../../lambda/send/load-recipient-rules';
import { day, second } from '../../lib/contract/time';
import { Fleet } from './fleet/fleet';
import { kinds } from './messages';
import { random } from './random';

/** What came of a fraud among other text messages. Times are in seconds of virtual time. */
export interface Fraud {
  /** The most that went to any number of the fraud. */
  readonly mostToNumber: number;
  readonly numbers: number;
  readonly rejected: number;
  readonly others: number;
  /** Until the last of the others was sent, with the fraud and without it. */
  readonly seconds: number;
  readonly secondsWithout: number;
  /** Writes for the limits, for a text message of all that were published. */
  readonly writesPerText: number;
}

const limits = { perNumberAnHour: 5, perNumberADay: 20 };
const numbersOfFraud = 40;

/** Somebody has the service send many text messages to few numbers, while others wait for theirs. */
export async function runFraud(texts: number, others: number): Promise<Fraud> {
  const without = await drainTexts(0, others);
  const { fleet, ...withFraud } = await drainTexts(texts, others);
  const numbers = new Map<string, number>();
  for (const { recipient } of fleet.standIn.notifications.all()) {
    if (isOfFraud(recipient)) numbers.set(recipient, (numbers.get(recipient) ?? 0) + 1);
  }
  return {
    mostToNumber: Math.max(...numbers.values()),
    numbers: numbers.size,
    rejected: [...fleet.store.all].filter(({ state }) => state === 'rejected').length,
    others: withFraud.sent,
    seconds: withFraud.seconds,
    secondsWithout: without.seconds,
    writesPerText: fleet.textWrites / (texts + others),
  };
}

async function drainTexts(fraud: number, others: number) {
  await loadRecipientRules();
  const fleet = new Fleet({ workers: 10, polls: false, remembersEvents: false, textLimits: limits });
  const start = fleet.clock.now();
  const of = random(18);
  const all = [
    ...Array.from({ length: fraud }, (_, number) => ({
      ...kinds.sms(number),
      phone_number: `079009001${String(10 + of.below(numbersOfFraud))}`,
      idempotency_key: `fraud ${number}`,
    })),
    ...Array.from({ length: others }, (_, number) => ({ ...kinds.sms(number), idempotency_key: `other ${number}` })),
  ].map((text) => ({ text, at: of.next() }));
  for (const { text } of all.sort((a, b) => a.at - b.at)) fleet.publish(text, { groupId: 'sms' });
  await fleet.run();
  const sent = fleet.standIn.notifications.all().filter(({ recipient }) => !isOfFraud(recipient));
  const last = Math.max(...sent.map(({ createdAt }) => createdAt.getTime()));
  return { fleet, sent: sent.length, seconds: (last - start) / second };
}

/** What came of a mailing of text messages with a budget a day. */
export interface Budgeted {
  /** How many were sent on each day. */
  readonly byDay: readonly number[];
  readonly twice: number;
  readonly deadLetters: number;
  /** Emails that were published once the budget was spent, and went on the first day. */
  readonly emails: number;
}

/** A mailing of text messages that costs more than the budget of a day, with emails behind it. */
export async function runBudget(texts: number, fragmentsADay: number, emails: number): Promise<Budgeted> {
  await loadRecipientRules();
  const fleet = new Fleet({ workers: 4, polls: false, remembersEvents: false, textLimits: { fragmentsADay } });
  for (let number = 0; number < texts; number += 1)
    fleet.publish({ ...kinds.sms(number), idempotency_key: `text ${number}` }, { groupId: 'sms' });
  for (let number = 0; number < emails; number += 1)
    fleet.publish({ ...kinds.email(number), idempotency_key: `email ${number}` }, { groupId: 'email' });
  const firstDay = Math.floor(fleet.clock.now() / day);
  await fleet.run();
  const byDay: number[] = [];
  const sent = fleet.standIn.notifications.all();
  const ofType = (type: string) => sent.filter((one) => one.type === type);
  for (const { createdAt } of ofType('sms')) {
    const place = Math.floor(createdAt.getTime() / day) - firstDay;
    byDay[place] = (byDay[place] ?? 0) + 1;
  }
  return {
    byDay,
    twice: ofType('sms').length - new Set(ofType('sms').map(({ reference }) => reference)).size,
    deadLetters: fleet.queues.deadLetterQueue.size,
    emails: ofType('email').filter(({ createdAt }) => Math.floor(createdAt.getTime() / day) === firstDay).length,
  };
}

const isOfFraud = (recipient: string): boolean => /7900 ?9001\d\d$/.test(recipient);
