import type { Answer } from './answer';

/** How a request ends: with an answer, whose body may come slowly or break off, or with no answer at all. */
export type ExchangeOutcome =
  | { readonly end: 'answered'; readonly answer: Answer; readonly bodyTakes: number; readonly breaksOff: boolean }
  | { readonly end: 'lost' };

/** An answer that goes on until the client or the server goes. */
export interface StreamedAnswer {
  readonly end: 'streamed';
  readonly headers: readonly string[];
  /** Is given what writes to the client, and gives what is done when the connection ends. */
  readonly open: (write: (text: string) => void) => () => void;
}
