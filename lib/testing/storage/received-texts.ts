import type { CompleteService } from '../world/complete-world';

/** A text message that someone sent to a service. */
export interface StoredText {
  readonly id: string;
  readonly service: CompleteService;
  /** The number it came in on, as provisioned. */
  readonly notifyNumber: string;
  /** The sender's number, normalised. */
  readonly userNumber: string;
  readonly content: string;
  /** Microseconds since the epoch, and no two alike. */
  readonly createdAt: number;
}

/** All texts the stand-in's services received. */
export class ReceivedTextStore {
  private texts: StoredText[] = [];

  add(text: StoredText): void {
    this.texts.push(text);
  }

  find(serviceId: string, id: string): StoredText | undefined {
    return this.texts.find((text) => text.id === id && text.service.id === serviceId);
  }

  /** The service's newest texts created before the moment, newest first. */
  page(serviceId: string, before: number, size: number): StoredText[] {
    const found = this.texts.filter((text) => text.service.id === serviceId && text.createdAt < before);
    return found.slice(-size).toReversed();
  }

  /** Every text, of any service, newest first. */
  all(): readonly StoredText[] {
    return this.texts.toReversed();
  }

  remove(goes: (text: StoredText) => boolean): void {
    this.texts = this.texts.filter((text) => !goes(text));
  }
}
