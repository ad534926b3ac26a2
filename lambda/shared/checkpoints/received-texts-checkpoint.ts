/** How far received texts are told. Instants are Notify's own, as text: they sort as they are. */
export interface ReceivedTextsCheckpoint {
  /** All that Notify received up to then is told. Empty when nothing is. */
  readonly upTo: string;
  /** A look back that was cut short: what is older than the text `below` is yet to be told, what is newer is. */
  readonly open?: { readonly below: string; readonly upTo: string };
}

export const noTextsPublished: ReceivedTextsCheckpoint = { upTo: '' };

/** Texts that were looked at and told as far as that went, from somewhere back towards the mark. */
export interface PublishedRange {
  /** When each was received, oldest first. */
  readonly received: readonly string[];
  /** When the oldest of those was received that could not be told. */
  readonly unpublished: string | undefined;
  /** The text to go on below. `undefined`: nothing older is left to tell. */
  readonly below: string | undefined;
}

/**
 * The mark after a stretch. It stays before whatever could not be told, and before `settled`: what Notify received only
 * just may still come to light beside what is newer.
 */
export function advanceCheckpoint(
  mark: ReceivedTextsCheckpoint,
  { received, unpublished, below }: PublishedRange,
  settled: string,
): ReceivedTextsCheckpoint {
  const told = received.filter((instant) => instant <= settled && (unpublished === undefined || instant < unpublished));
  const newest = told.at(-1) ?? mark.upTo;
  // With nothing missing in between, all is told up to where a look back that was cut short began.
  const upTo = mark.open && unpublished === undefined ? later(mark.open.upTo, newest) : newest;
  return below === undefined ? { upTo } : { upTo: mark.upTo, open: { below, upTo } };
}

const later = (a: string, b: string): string => (a > b ? a : b);

/** Where the mark is kept. Any of several that runs at the same time write is true, so none has to be the last. */
export interface ReceivedTextsCheckpointStore {
  read(): Promise<ReceivedTextsCheckpoint>;
  write(mark: ReceivedTextsCheckpoint): Promise<void>;
}
