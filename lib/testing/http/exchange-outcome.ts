import type { Answer } from './answer';

/** How a request ends: with an answer, whose body may come slowly or break off, or with no answer at all. */
export type ExchangeOutcome =
  | { readonly end: 'answered'; readonly answer: Answer; readonly bodyTakes: number; readonly breaksOff: boolean }
  | { readonly end: 'lost' };
