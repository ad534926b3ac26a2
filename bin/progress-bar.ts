/** How far something has come. */
export interface Progress {
  readonly done: number;
  /** Undefined where nobody knows yet. */
  readonly total: number | undefined;
  /** Since it began, in milliseconds. */
  readonly elapsed: number;
}

const width = 24;

/** How far it has come in one line: a bar, how many of how many, how many a second, and how much time is left. */
export function progressLine({ done, total, elapsed }: Progress): string {
  const rate = elapsed > 0 ? (done * 1000) / elapsed : 0;
  const speed = `${counted(Math.round(rate))} a second`;
  if (total === undefined) return `${counted(done)} so far  ${speed}`;
  const part = total === 0 ? 1 : done / total;
  const filled = Math.floor(part * width);
  const left = done === total ? 'done' : rate > 0 ? `${timeLeft((total - done) / rate)} left` : '';
  return [
    '█'.repeat(filled) + '░'.repeat(width - filled),
    `${Math.floor(part * 100)} %`.padStart(5),
    `${counted(done)} of ${counted(total)}`,
    speed,
    left,
  ]
    .join('  ')
    .trimEnd();
}

function timeLeft(seconds: number): string {
  const whole = Math.ceil(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}

export const counted = (count: number): string => count.toLocaleString('en-GB');

export interface ProgressBarOptions {
  /** @default nobody knows: no bar, only how many it is so far */
  readonly total?: number | undefined;
  readonly stream: Pick<NodeJS.WriteStream, 'write' | 'isTTY'>;
  /** Milliseconds of any clock that never goes back. @default performance.now */
  readonly now?: () => number;
}

export interface ProgressBar {
  show(done: number): void;
  end(done: number): void;
  /** Ends it where it is, so that what is printed next has a line of its own. */
  breakOff(): void;
  /** Takes its line away, so that what is printed next stands there instead. It comes back when it is shown again. */
  clear(): void;
}

/** Shows how far something has come: in one line that changes, in a terminal; elsewhere in a line every ten seconds. */
export function openProgressBar({ total, stream, now = () => performance.now() }: ProgressBarOptions): ProgressBar {
  const interval = stream.isTTY ? 100 : 10_000;
  const began = now();
  let shownAt = began;
  let lineIsOpen = false;
  const write = (done: number): void => {
    shownAt = now();
    const line = progressLine({ done, total, elapsed: shownAt - began });
    stream.write(stream.isTTY ? `\r\u001b[K${line}` : `${line}\n`);
    lineIsOpen = stream.isTTY;
  };
  const breakOff = (): void => {
    if (lineIsOpen) stream.write('\n');
    lineIsOpen = false;
  };
  const clear = (): void => {
    if (lineIsOpen) stream.write('\r\u001b[K');
    lineIsOpen = false;
  };
  return {
    clear,
    show: (done) => {
      if (now() - shownAt >= interval) write(done);
    },
    end: (done) => {
      write(done);
      breakOff();
    },
    breakOff,
  };
}
