interface Closable {
  close(): Promise<void>;
}

/** What has been opened and is to be closed again, the last first. */
export class Closing implements Closable {
  readonly #opened: Closable[] = [];

  add<Opened extends Closable>(opened: Opened): Opened {
    this.#opened.push(opened);
    return opened;
  }

  /** Closes everything, also when something does not let itself be closed. @throws what that throws */
  async close(): Promise<void> {
    const errors: unknown[] = [];
    for (let next = this.#opened.pop(); next; next = this.#opened.pop()) {
      await next.close().catch((error: unknown) => errors.push(error));
    }
    if (errors.length > 0) throw errors[0];
  }
}
