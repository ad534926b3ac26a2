import type { BlobWriter, Blobs, OpenBlob } from '../../lambda/shared/ports';
import type { Clock } from '../../lib/contract/clock';

/** A bucket in memory. */
export class MemoryBlobs implements Blobs, BlobWriter {
  readonly #clock: Pick<Clock, 'now'>;
  readonly #objects = new Map<string, { readonly body: string; readonly storedAt: number }>();

  constructor(clock: Pick<Clock, 'now'>) {
    this.#clock = clock;
  }

  /** The keys of all that is there. */
  get keys(): readonly string[] {
    return [...this.#objects.keys()];
  }

  async put(key: string, body: string): Promise<void> {
    this.#objects.set(key, { body, storedAt: this.#clock.now() });
  }

  async open(key: string): Promise<OpenBlob | undefined> {
    const object = this.#objects.get(key);
    if (!object) return undefined;
    const { body, storedAt } = object;
    return { bytes: Buffer.byteLength(body), storedAt, text: async () => body, close() {} };
  }

  async refresh(key: string): Promise<void> {
    const object = this.#objects.get(key);
    if (object) await this.put(key, object.body);
  }

  async delete(key: string): Promise<void> {
    this.#objects.delete(key);
  }
}
