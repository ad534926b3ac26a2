import * as z from 'zod/mini';
import { readAs } from '../read-as';
import type { World } from './world';

const text = z.string();
const flag = z.exactOptional(z.boolean());
const maybeText = z.exactOptional(z.nullable(text));
const count = z.number().check(z.nonnegative());
const channel = z.enum(['email', 'sms', 'letter']);

const callbackTarget = z.exactOptional(z.strictObject({ url: z.url(), bearerToken: text }));

const version = z.strictObject({
  body: text,
  subject: maybeText,
  letterContactBlock: maybeText,
  welshSubject: maybeText,
  welshBody: maybeText,
  name: z.exactOptional(text),
  attachedFiles: z.exactOptional(z.array(text)),
  hasUnsubscribeLink: flag,
  createdAt: z.exactOptional(z.iso.datetime()),
  createdBy: z.exactOptional(text),
});

const template = z.strictObject({
  id: text,
  type: channel,
  name: text,
  versions: z.array(version).check(z.minLength(1)),
  archived: flag,
  hidden: flag,
  postage: z.exactOptional(z.nullable(z.enum(['first', 'second', 'economy']))),
});

const price = z.tuple([count, count, count, count, count]);

const service = z.strictObject({
  id: text,
  name: text,
  emailLocalPart: z.exactOptional(text),
  archived: flag,
  trial: flag,
  permissions: z.exactOptional(
    z.array(z.enum(['email', 'sms', 'letter', 'international_sms', 'international_letters', 'sms_to_uk_landlines'])),
  ),
  rateLimit: z.exactOptional(count),
  dailyLimits: z.exactOptional(
    z.strictObject({
      email: z.exactOptional(count),
      sms: z.exactOptional(count),
      letter: z.exactOptional(count),
      international_sms: z.exactOptional(count),
    }),
  ),
  keys: z.array(
    z.strictObject({
      name: text,
      type: z.enum(['live', 'team', 'test']),
      secret: text,
      revokedAt: z.exactOptional(z.nullable(z.iso.datetime())),
    }),
  ),
  team: z.exactOptional(z.array(text)),
  guestList: z.exactOptional(z.array(text)),
  templates: z.array(template),
  smsSenders: z.exactOptional(z.array(z.strictObject({ id: text, sender: text, isDefault: flag, archived: flag }))),
  emailReplyTos: z.exactOptional(z.array(z.strictObject({ id: text, emailAddress: text, archived: flag }))),
  contactLink: maybeText,
  receivedTextNumber: z.exactOptional(text),
  callbacks: z.exactOptional(
    z.strictObject({
      deliveryReceipts: callbackTarget,
      receivedTexts: callbackTarget,
      returnedLetters: callbackTarget,
      complaints: callbackTarget,
    }),
  ),
  retentionDays: z.exactOptional(
    z.strictObject({
      email: z.exactOptional(count),
      sms: z.exactOptional(count),
      letter: z.exactOptional(count),
    }),
  ),
});

const world = z.strictObject({
  services: z.array(service),
  prices: z.exactOptional(
    z.strictObject({
      sms: z.exactOptional(count),
      letter: z.exactOptional(
        z.strictObject({ first: price, second: price, economy: price, europe: price, 'rest-of-world': price }),
      ),
    }),
  ),
});

/**
 * Reads a world that was written as JSON.
 *
 * @param json the text of a file such as `npx cdk-govuk-notify stand-in --world world.json` is given
 * @throws Error that names the property that is wrong
 *
 * @example
 * const notify = new NotifyStandIn({ world: readWorld(await readFile('world.json', 'utf8')) });
 */
export function readWorld(json: string): World {
  return readAs(world, parse(json), 'the world');
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (error) {
    throw new Error('the world is not JSON: give it as one JSON object with `services`', { cause: error });
  }
}
