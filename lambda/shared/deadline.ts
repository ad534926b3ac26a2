/** When an invocation ends, whether it is done or not. */
export interface Deadline {
  /** Milliseconds until then. */
  remaining(): number;
}

/** The deadline of the invocation that is running: Lambda runs one at a time in a process. */
export class InvocationDeadline implements Deadline {
  #remaining = (): number => 0;

  /** @see https://docs.aws.amazon.com/lambda/latest/dg/nodejs-context.html */
  begin(context: { getRemainingTimeInMillis(): number }): void {
    this.#remaining = () => context.getRemainingTimeInMillis();
  }

  remaining(): number {
    return this.#remaining();
  }
}
