/** Ends the program without an error when its reader has read enough, as `head` does. */
export function endWhenReadEnough(): void {
  process.stdout.on('error', ({ code }: NodeJS.ErrnoException) => process.exit(code === 'EPIPE' ? 0 : 1));
}
