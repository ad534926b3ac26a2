/** What Step Functions is answered. */
export type TaskAnswer =
  | { readonly kind: 'succeeded'; readonly output: object }
  | { readonly kind: 'failed'; readonly error: string; readonly cause: object };

/** A task that waits for the end of a delivery. */
export interface WaitingTask {
  readonly token: string;
  /** When the delivery last changed before the task began: ISO 8601. What is older says nothing to it. */
  readonly since?: string;
}

/** Where tokens of tasks are kept for as long as their deliveries are on their way. */
export interface WaitingTasks {
  /** @param until milliseconds since the epoch */
  add(deliveryId: string, task: WaitingTask, until: number): Promise<void>;
  find(deliveryId: string): Promise<readonly WaitingTask[]>;
  remove(deliveryId: string, tasks: readonly WaitingTask[]): Promise<void>;
}

/** Answers Step Functions. `false`: the task is over, because it timed out, was stopped, or was answered before. */
export type AnswerTask = (token: string, answer: TaskAnswer) => Promise<boolean>;

/** Puts a message on the queue or the urgent queue. */
export type PublishMessage = (
  body: string,
  to: { readonly urgent: boolean; readonly sender: string | undefined; readonly groupId: string },
) => Promise<void>;
