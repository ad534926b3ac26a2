import type { StoredNotification, RawStatus } from '../storage/notification';
import type { KeyType } from '../world/world';
import type { StatusDelays } from './delays';
import type { Ending, Step } from './endings';
import { nextAtLondonTime } from './london';
import { hour } from '../../contract/time';

type Letter = Pick<StoredNotification, 'origin' | 'details' | 'createdAt'>;

const halfPastFive = 17.5 * hour;
const mostPages = 10;

/** The status a letter is stored with. */
export function firstLetterStatus(keyType: KeyType, template: object | null): RawStatus {
  if (template === null) return 'pending-virus-check';
  return keyType === 'test' ? 'sending' : 'created';
}

/**
 * The statuses a letter passes through, from its first on.
 *
 * @param queuedAfter milliseconds after its creation at which work on it begins
 */
export function planLetter(
  letter: Letter,
  delays: StatusDelays,
  ending: Ending | undefined,
  queuedAfter = 0,
): readonly Step[] {
  const end = ending ?? contentEnding(letter);
  if (end === 'stuck') return [];
  const checked = queuedAfter + (letter.origin.template === null ? delays.virusScan : delays.pdf);
  if (end === 'virus-scan-failed' || end === 'validation-failed' || end === 'cancelled') return [step(checked, end)];

  const test = letter.origin.keyType === 'test';
  const passed = letter.origin.template === null && !test ? [step(checked, 'created')] : [];
  const printed = passed.length > 0 ? printTime(letter, checked, delays) : printTime(letter, queuedAfter, delays);
  const faked = queuedAfter + delays.testLetter;
  if (end === 'technical-failure' || end === 'permanent-failure') return [...passed, step(test ? faked : printed, end)];
  if (test) return [step(faked, 'delivered'), ...comesBack(faked, delays, end)];
  const dispatched = printed + delays.dispatched;
  return [...passed, step(printed, 'sending'), step(dispatched, 'delivered'), ...comesBack(dispatched, delays, end)];
}

/** What the letter itself brings about: it is too long, or holds what a virus scanner or a validator finds. */
function contentEnding({ origin: { template }, details: { pages, pdf } }: Letter): Ending {
  if (template === null && pdf?.includes(harmlessTestVirus) === true) return 'virus-scan-failed';
  if (template === null && pdf?.subarray(0, 1024).includes('%PDF-') !== true) return 'validation-failed';
  return pages > mostPages ? 'validation-failed' : 'delivered';
}

/** The text every virus scanner takes for a virus, so that scanners can be tested. */
const harmlessTestVirus = 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE';

function printTime({ createdAt }: Letter, ready: number, { printed }: StatusDelays): number {
  if (printed !== 'print run') return ready + printed;
  return nextAtLondonTime(createdAt / 1000 + ready, halfPastFive) - createdAt / 1000;
}

function comesBack(dispatched: number, { returned }: StatusDelays, ending: Ending): Step[] {
  return ending === 'returned-letter' ? [step(dispatched + returned, 'returned-letter')] : [];
}

function step(after: number, status: RawStatus): Step {
  return { after, status, receipt: false };
}
