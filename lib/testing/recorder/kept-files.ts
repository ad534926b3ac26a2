import type { Upload } from '../sending/files';

/** A file that was sent by email. */
export interface KeptFile extends Upload {
  /** Undefined once it had to go, to make room. */
  readonly content: Buffer | undefined;
}

/** Keeps the files of messages, and lets the content of the oldest go when there is too much. */
export class KeptFiles {
  private readonly ofMessage = new Map<string, KeptFile[]>();
  /** Those whose content is still there, oldest first. */
  private readonly whole = new Map<string, number>();
  private bytes = 0;

  constructor(private readonly mostBytes: number) {}

  keep(messageId: string, uploads: readonly Upload[], contents: readonly Buffer[]): void {
    if (uploads.length === 0) return;
    const files = uploads.map((upload, index) => ({ ...upload, content: contents[index] }));
    const size = files.reduce((sum, file) => sum + file.size, 0);
    this.ofMessage.set(messageId, files);
    this.whole.set(messageId, size);
    this.bytes += size;
    for (const oldest of this.whole.keys()) {
      if (this.bytes <= this.mostBytes) break;
      this.letContentGo(oldest);
    }
  }

  of(messageId: string): readonly KeptFile[] {
    return this.ofMessage.get(messageId) ?? [];
  }

  forget(messageId: string): void {
    this.letContentGo(messageId);
    this.ofMessage.delete(messageId);
  }

  clear(): void {
    this.ofMessage.clear();
    this.whole.clear();
    this.bytes = 0;
  }

  private letContentGo(messageId: string): void {
    this.bytes -= this.whole.get(messageId) ?? 0;
    this.whole.delete(messageId);
    const files = this.ofMessage.get(messageId);
    if (files)
      this.ofMessage.set(
        messageId,
        files.map((file) => ({ ...file, content: undefined })),
      );
  }
}
