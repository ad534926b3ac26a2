import type { Readable } from 'node:stream';
import { openPromise, type Entry } from 'yauzl';
import { WorkbookError } from './workbook-error';

/** The files in a zip archive, each read only when it is asked for. */
export interface Zip {
  has(name: string): boolean;
  /** @throws WorkbookError when there is no such file */
  read(name: string): Promise<Readable>;
  close(): void;
}

/** @throws WorkbookError when the file is no zip archive */
export async function openZip(file: string): Promise<Zip> {
  const opened = await openPromise(file, { autoClose: false });
  const entries = new Map<string, Entry>();
  for await (const entry of opened.eachEntry()) entries.set(entry.fileName.toLowerCase(), entry);
  return {
    has: (name) => entries.has(name.toLowerCase()),
    read: async (name) => {
      const entry = entries.get(name.toLowerCase());
      if (entry === undefined) throw new WorkbookError(`is not a complete workbook: ${name} is missing; save it again`);
      return opened.openReadStreamPromise(entry);
    },
    close: () => opened.close(),
  };
}
