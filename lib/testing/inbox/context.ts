import type { Steered } from '../control/orders';
import type { Html } from './html';
import type { InboxHost } from './host';

/** What the pages are made of. */
export interface InboxContext {
  readonly standIn: Steered;
  /** Whether there are forms. */
  readonly mayChange: boolean;
  readonly host: InboxHost & Required<Pick<InboxHost, 'moveOn' | 'nextEventAt'>>;
}

/** A page, without what is around it on every one. */
export interface InboxPage {
  readonly title: string;
  readonly body: Html;
  /** @default 200 */
  readonly status?: number;
  /** How many things of a list fit, so that it can be said how many are new. */
  readonly total?: number;
  /** What a thing of the list is called, and several. */
  readonly things?: readonly [one: string, several: string];
  /** Where the newest of the list are. @default this page */
  readonly newest?: string;
  /** What is wrong with what was given. */
  readonly problems?: readonly Problem[];
}

/** Something that is wrong with what was given. */
export interface Problem {
  /** The id of the field. */
  readonly field: string;
  readonly message: string;
}

export const inboxPath = '/_stand-in/inbox';
