/** Ends the program well when whoever reads what it prints has read enough, as `head` does. */
export function endWhenReadEnough(): void {
  process.stdout.on('error', ({ code }: NodeJS.ErrnoException) => process.exit(code === 'EPIPE' ? 0 : 1));
}
