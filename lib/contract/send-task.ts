import type { DeliveryState } from './delivery';

/** What a state of Step Functions asks the function `send-task` for. */
export interface SendTaskRequest {
  /** With it Step Functions is answered. Anyone who has it and may call Step Functions can end the task. */
  readonly task_token: string;
  /** The queue message, without its idempotency key. */
  readonly message: Readonly<Record<string, unknown>>;
  readonly idempotency_key: string;
  readonly urgent: boolean;
  /** The service that publishes it. */
  readonly sender?: string;
  /** For how long the task waits at most, in seconds. */
  readonly waits_for: number;
}

/** The names of errors with which a task fails, by the state of its delivery. */
export const taskErrors = {
  failed: 'NotifyFailed',
  rejected: 'NotifyRejected',
  expired: 'NotifyExpired',
  cancelled: 'NotifyCancelled',
  sent_untracked: 'NotifySentUntracked',
} as const satisfies Partial<Record<DeliveryState, string>>;

/** Reads what a state asks for. `undefined` when it is no such request. */
export function readSendTaskRequest(event: unknown): SendTaskRequest | undefined {
  const { task_token, message, idempotency_key, urgent, sender, waits_for } = Object(event) as Partial<SendTaskRequest>;
  const isWhole =
    isText(task_token) &&
    isText(idempotency_key) &&
    typeof message === 'object' &&
    typeof urgent === 'boolean' &&
    (sender === undefined || typeof sender === 'string') &&
    typeof waits_for === 'number';
  return isWhole
    ? { task_token, message, idempotency_key, urgent, waits_for, ...(sender !== undefined && { sender }) }
    : undefined;
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
