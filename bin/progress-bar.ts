import { counted } from './counted';
import { canRewrite, widthOf, type TerminalStream } from './terminal';

/** How far something has come. */
export interface Progress {
  readonly done: number;
  /** Undefined where nobody knows yet. */
  readonly total: number | undefined;
  /** Since it began, in milliseconds. */
  readonly elapsed: number;
}

/** The bar's width where there is room for it. */
const longest = 24;
/** A shorter one shows nothing. */
const shortest = 6;
const gap = '  ';

/**
 * How far it has come in one line: a bar, how many of how many, how many a second, and how much time is left. Where that is
 * wider than it may be, the bar is shorter, and what comes last is left out.
 */
export function progressLine({ done, total, elapsed }: Progress, width = Infinity): string {
  const rate = elapsed > 0 ? (done * 1000) / elapsed : 0;
  const speed = `${counted(Math.round(rate))} a second`;
  if (total === undefined) return fitting([`${counted(done)} so far`, speed], width).join(gap);
  const part = total === 0 ? 1 : done / total;
  const left = done === total ? 'done' : rate > 0 ? `${timeLeft((total - done) / rate)} left` : '';
  const percent = `${Math.floor(part * 100)} %`.padStart(5);
  const words = [percent, `${counted(done)} of ${counted(total)}`, speed, ...(left === '' ? [] : [left])];
  const said = fitting(words, width - shortest - gap.length);
  const room = Math.min(longest, width - said.join(gap).length - gap.length);
  return room < shortest ? fitting(words, width).join(gap).trimStart() : [barOf(part, room), ...said].join(gap);
}

function barOf(part: number, width: number): string {
  const filled = Math.floor(part * width);
  return '█'.repeat(filled) + '░'.repeat(width - filled);
}

/** As many words from the first as there is room for, and always the first. */
function fitting(words: readonly string[], width: number): readonly string[] {
  const fits = words.filter((_, place) => words.slice(0, place + 1).join(gap).length <= width);
  return fits.length > 0 ? fits : words.slice(0, 1);
}

function timeLeft(seconds: number): string {
  const whole = Math.ceil(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}

export interface ProgressBarOptions {
  /** @default nobody knows: no bar, only how many it is so far */
  readonly total?: number | undefined;
  readonly stream: TerminalStream & { write(text: string): unknown };
  /** What says of the terminal what it can do. @default process.env */
  readonly env?: NodeJS.ProcessEnv;
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
export function openProgressBar({
  total,
  stream,
  env = process.env,
  now = () => performance.now(),
}: ProgressBarOptions): ProgressBar {
  const rewrites = canRewrite(stream, env);
  const interval = rewrites ? 100 : 10_000;
  const began = now();
  let shownAt = began;
  let lineIsOpen = false;
  const write = (done: number): void => {
    shownAt = now();
    // It may be made wider or narrower at any moment.
    const line = progressLine({ done, total, elapsed: shownAt - began }, widthOf(stream));
    stream.write(rewrites ? `\r\u001b[K${line}` : `${line}\n`);
    lineIsOpen = rewrites;
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
