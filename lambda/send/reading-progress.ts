/** How far somebody has come with a message, told as they go on. */
export interface ReadingProgress {
  /** What it says, as soon as it is in hand. */
  readonly onBody: (body: string) => void;
  /** Its record tells from now on what becomes of it. */
  readonly onRecorded: () => Promise<void>;
}
