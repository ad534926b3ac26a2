/** How far received texts are published. Instants are Notify's own, as text: they sort as they are. */
export interface ReceivedTextsCheckpoint {
  /** All that Notify received up to then is published. Empty when nothing is. */
  readonly upTo: string;
  /** A look back that was cut short: what is older than the text `below` is yet to be published, what is newer is. */
  readonly open?: { readonly below: string; readonly upTo: string };
}

export const noTextsPublished: ReceivedTextsCheckpoint = { upTo: '' };

/** Texts that were looked at and published as far as that went, from somewhere back towards the checkpoint. */
export interface PublishedRange {
  /** When each was received, oldest first. */
  readonly received: readonly string[];
  /** When the oldest of those was received that could not be published. */
  readonly unpublished: string | undefined;
  /** The text to go on below. `undefined`: nothing older is left to publish. */
  readonly below: string | undefined;
}

/**
 * The checkpoint after a stretch. It stays before whatever could not be published, and before `settled`: what Notify received only
 * just may still come to light beside what is newer.
 */
export function advanceCheckpoint(
  checkpoint: ReceivedTextsCheckpoint,
  { received, unpublished, below }: PublishedRange,
  settled: string,
): ReceivedTextsCheckpoint {
  const published = received.filter(
    (instant) => instant <= settled && (unpublished === undefined || instant < unpublished),
  );
  const newest = published.at(-1) ?? checkpoint.upTo;
  // With nothing missing in between, all is published up to where a look back that was cut short began.
  const upTo = checkpoint.open && unpublished === undefined ? later(checkpoint.open.upTo, newest) : newest;
  return below === undefined ? { upTo } : { upTo: checkpoint.upTo, open: { below, upTo } };
}

const later = (a: string, b: string): string => (a > b ? a : b);

/** Where the checkpoint is kept. Any of several that runs at the same time write is true, so none has to be the last. */
export interface ReceivedTextsCheckpointStore {
  read(): Promise<ReceivedTextsCheckpoint>;
  write(checkpoint: ReceivedTextsCheckpoint): Promise<void>;
}
