import { random, type Random } from '../simulation/random';
import { aText, anEmail } from '../contract/messages';
import type { QueueMessage } from '../../lib/contract/message';

/** Whom the guard of these messages allows. */
export const allowed = {
  emails: ['tester@example.org', 'Second.Tester+notify@example.org'],
  domains: ['example.gov.uk'],
  phoneNumbers: ['07700 900111', '+33 6 12 34 56 78'],
} as const;

/** Everything that may reach Notify, as Notify reads it. */
export const mayReach = (recipient: string): boolean =>
  ['tester@example.org', 'second.tester+notify@example.org', '+447700900111', '+33612345678'].includes(recipient) ||
  /^[a-z0-9.+_-]+@example\.gov\.uk$/.test(recipient);

export interface SpelledMessage {
  readonly message: QueueMessage;
  /** Whether it is for somebody who is allowed, in a spelling that Notify takes. */
  readonly isAllowed: boolean;
}

const invisible = ['\u200b', '\u200c', '\u200d', '\u2060', '\ufeff', '\u180e', '\u2028', '\u2029'];
const gaps = [' ', '-', '\u00a0', '\u200b', '\u2060'];
const unusual = ['\u00a0', '\u202f'];
const ascii = [' ', '\t', '\n', '\r', '\v', '\f'];

/** Puts some of these characters anywhere into a text. */
const strewn = (text: string, characters: readonly string[], of: Random): string =>
  Array.from(text, (one) => (of.chance(0.15) ? of.pick(characters) + one : one)).join('');

const framed = (text: string, of: Random): string => (of.chance(0.5) ? text : of.pick(ascii) + text + of.pick(ascii));

const anyCase = (text: string, of: Random): string =>
  Array.from(text, (one) => (of.chance(0.5) ? one.toUpperCase() : one)).join('');

const names = ['amala.bird', 'tester', 'second.tester', 'a', 'o_connor', 'x-y.z', 'postmaster', '447700900111'];
const strangers = ['example.org', 'gov.uk', 'team.example.gov.uk', 'example.gov.uk.evil.example', 'notexample.gov.uk'];

function anAddress(of: Random): { address: string; isAllowed: boolean } {
  const at = of.next();
  if (at < 0.2) return { address: of.pick(allowed.emails), isAllowed: true };
  if (at < 0.4) return { address: `${of.pick(names)}@example.gov.uk`, isAllowed: true };
  const name = `${of.pick(names)}+${of.below(1e6)}`;
  return { address: `${name}@${of.pick(strangers)}`, isAllowed: false };
}

/** What only looks as if it were for somebody who is allowed. */
const tricks: readonly string[] = [
  'tester@example.org@evil.example',
  'amala@evil.example,tester@example.org',
  'amala@evil.example tester@example.org',
  '"tester@example.org" <amala@evil.example>',
  'tester@ex\u0430mple.org',
  'tester@example.org.',
  'tester@example.gov.uk\0.evil.example',
  'tester@[example.gov.uk]',
  'tester%evil.example@example.com',
  'amala@evil.example?@example.gov.uk',
  'tester@example\uff0egov.uk.evil.example',
  '@example.gov.uk',
  '07700 900111@evil.example',
];

const digits = (of: Random, count: number): string => Array.from({ length: count }, () => of.below(10)).join('');

function aNumber(of: Random): { national: string; code: string; isAllowed: boolean } {
  const at = of.next();
  if (at < 0.25) return { code: '44', national: '7700900111', isAllowed: true };
  if (at < 0.4) return { code: '33', national: '612345678', isAllowed: true };
  if (at < 0.8)
    return { code: '44', national: `7${of.pick(['700', '900', '911', '400'])}${digits(of, 6)}`, isAllowed: false };
  return { code: of.pick(['1', '33', '49', '353', '7']), national: `6${digits(of, 8)}`, isAllowed: false };
}

/** As Notify takes every number, with gaps in it. */
const plainly = ({ code, national }: { code: string; national: string }, of: Random): string =>
  strewn(
    of.pick(code === '44' ? [`0${national}`, `+44${national}`, `44${national}`] : [`+${code}${national}`]),
    gaps,
    of,
  );

/** In ways some of which Notify refuses, by how many brackets there are and where. */
function oddly({ code, national }: { code: string; national: string }, of: Random): string {
  const ways = [
    `00${code}${national}`,
    `+${code}(0)${national}`,
    `${code}${national}`,
    `(0)${national}`,
    `${code}0${national}`,
  ];
  return framed(strewn(of.pick(ways), [...gaps, ...ascii, '(', ')'], of), of);
}

/** So many messages to random recipients, each spelled at random, the same for the same seed. */
export function* spelledMessages(count: number, seed: number): Generator<SpelledMessage> {
  const of = random(seed);
  for (let made = 0; made < count; made += 1) {
    if (of.chance(0.02)) {
      yield { message: { ...anEmail, email_address: of.pick(tricks) }, isAllowed: false };
    } else if (of.chance(0.8)) {
      const { address, isAllowed } = anAddress(of);
      const spelled = framed(strewn(anyCase(address, of), [...invisible, ...unusual], of), of);
      yield { message: { ...anEmail, email_address: spelled }, isAllowed };
    } else {
      const number = aNumber(of);
      const isPlain = of.chance(0.5);
      const phone_number = isPlain ? plainly(number, of) : oddly(number, of);
      yield { message: { ...aText, phone_number }, isAllowed: isPlain && number.isAllowed };
    }
  }
}
