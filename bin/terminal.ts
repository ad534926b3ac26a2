/** Where something is printed. */
export interface TerminalStream {
  readonly isTTY: boolean;
  /** Of a terminal alone. */
  readonly columns?: number | undefined;
}

/** How wide a line may be: one column less than the terminal, which some wrap at the last. Undefined where there is none. */
export const widthOf = ({ isTTY, columns = 0 }: TerminalStream): number | undefined =>
  isTTY && columns > 1 ? columns - 1 : undefined;

/** Whether a line can be written over: a terminal that knows no such command would show it. */
export const canRewrite = ({ isTTY }: Pick<TerminalStream, 'isTTY'>, env = process.env): boolean =>
  isTTY && env['TERM'] !== 'dumb';

/**
 * Whether colour is wanted. `FORCE_COLOR` says so, or with 0 that it is not. Otherwise it is in a terminal, unless `NO_COLOR`
 * or a dumb terminal speak against it, or a build that keeps what is printed in a log.
 *
 * @see https://no-color.org/
 * @see https://force-color.org/
 */
export function wantsColour({ isTTY }: Pick<TerminalStream, 'isTTY'>, env = process.env): boolean {
  const force = env['FORCE_COLOR'];
  if (force) return force !== '0' && force !== 'false';
  return isTTY && !env['NO_COLOR'] && env['TERM'] !== 'dumb' && !isBuild(env['CI']);
}

const isBuild = (ci: string | undefined): boolean => Boolean(ci) && ci !== 'false' && ci !== '0';

const codes = { green: 32, yellow: 33, red: 31 } as const;

export type Colour = keyof typeof codes;

/** A text in a colour, whose code takes no room on the screen. */
export const coloured = (text: string, colour: Colour): string => `\u001b[${codes[colour]}m${text}\u001b[39m`;

/** As much of a line as there is room for. */
export function cutTo(width: number | undefined, line: string): string {
  if (width === undefined || line.length <= width) return line;
  return `${line.slice(0, Math.max(0, width - 1))}…`;
}
