import type { SQSRecord } from 'aws-lambda';
import type { MetricName } from '../lib/contract/metrics';
import type { DeliveryEvent } from '../lib/contract/events';
import type { NotifyClient } from '../lib/notify';

/** What the functions ask of Notify. */
export type Notify = Pick<
  NotifyClient,
  'sendEmail' | 'sendSms' | 'sendLetter' | 'sendPrecompiledLetter' | 'listNotifications' | 'getNotification'
>;

/** Gives a Notify client with the key of the moment. */
export interface NotifySource {
  current(): Promise<Notify>;
  /** A client made anew after Notify refused `refused`: with the key that the secret holds now and a fresh token. */
  renewed(refused: Notify): Promise<Notify>;
}

/** Puts messages aside without spending their receive count. */
export interface Hold {
  /** Puts the message back as a new one that is not received before `until` (milliseconds since the epoch). */
  until(record: SQSRecord, until: number): Promise<void>;
  /** Puts the message on the dead-letter queue, with the reason. */
  bury(record: SQSRecord, reason: string): Promise<void>;
}

/** Puts events on the bus. Answers which of them the bus did not take, by their place. */
export interface EventBus {
  put(events: readonly DeliveryEvent[]): Promise<readonly number[]>;
}

/** Logs and metrics. Neither may ever hold a recipient, personalisation, content or a key. */
export interface Monitor {
  count(metric: MetricName, by?: number): void;
  info(what: string, about?: Readonly<Record<string, string | number | undefined>>): void;
  warn(what: string, about?: Readonly<Record<string, string | number | undefined>>): void;
  error(what: string, error: unknown, about?: Readonly<Record<string, string | number | undefined>>): void;
}
