import type { Clock } from '../../lib/contract/clock';
import type { Deadline } from '../shared/deadline';
import type { DeliveryStore } from '../shared/deliveries/delivery-store';
import type { Breaker } from '../shared/holds/breaker';
import type { CachedHolds } from '../shared/holds/cached-holds';
import type { MessageQueues, MessageScheduler, Monitor, NotifySource } from '../shared/ports';
import type { RateLimiter } from '../shared/rate-limit/rate-limiter';
import type { ReadingProgress } from './reading-progress';
import type { RecipientCheck } from './recipient-guard';
import type { TextBudget } from './text-budget';
import type { AdmitText } from './text-limits';

/** What a sender works with. */
export interface SendDependencies {
  readonly store: DeliveryStore;
  readonly notify: NotifySource;
  readonly queues: MessageQueues;
  readonly scheduler: MessageScheduler;
  readonly holds: CachedHolds;
  readonly breaker: Breaker;
  readonly rateLimiter: RateLimiter;
  readonly clock: Clock;
  /** Of the worker that the message is with. */
  readonly deadline: Deadline;
  readonly monitor: Monitor;
  readonly hashKey: () => Promise<string>;
  readonly pipelineId: string;
  readonly recordRetentionSeconds: number;
  /** How often Notify may fail on a message before it is given up. */
  readonly maxFailures: number;
  /** Whether the API key is meant to be a team key, with which others than the team are refused. @default false */
  readonly teamKey?: boolean;
  /** Whether records say in which trace their message came. @default false */
  readonly traced?: boolean;
  /** Says to whom a message may go. @default to anybody */
  readonly guard?: RecipientCheck;
  /** Holds text messages to the pipeline's own limits. @default it has none */
  readonly admitText?: AdmitText;
  /** What it may spend on text messages in a day. @default whatever Notify takes */
  readonly textBudget?: TextBudget;
}

/** Learns that a message has a record, and lists its delivery with others once it is sent. */
export type SendProgress = Partial<Omit<ReadingProgress, 'onBody'>>;

/** What a message says, or why nobody can know. */
export type MessageContent = { readonly body: string } | { readonly unreadable: string };

/** Whether it is certain what happened to a message, and it will not be needed again. */
export type Handling = 'settled' | 'pending';
