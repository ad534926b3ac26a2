import { deliveryStates } from '../../lib/contract/delivery';
import { marshall } from '@aws-sdk/util-dynamodb';
import { fc } from '../properties';
import { attemptsExhausted, outsideSendWindow } from '../../lambda/send/preconditions';
import { newDelivery, rejectedDelivery } from '../../lambda/send/delivery-record';
import { readNotification } from '../../lambda/poll/read-notification';
import { createEventPublisher } from '../../lambda/announce/publish-events';
import { createAnnouncer } from '../../lambda/announce/announce';
import { readCallback } from '../../lib/contract/callback';
import { readPointer } from '../../lib/contract/extended-client';
import { parseReference } from '../../lib/contract/identity';
import { parseQueueMessage } from '../../lib/contract/parse-message';
import {
  decide,
  updateOfDeliveryReceipt,
  updateOfReturnedLetter,
} from '../../lambda/shared/deliveries/callback-update';
import { outcomeOf } from '../../lambda/shared/deliveries/outcome';
import { laneOf } from '../../lambda/shared/holds/hold';
import { marshallOptions } from '../../lambda/shared/aws/marshall-options';
import { aLetter, anEmail, aPrecompiledLetter, aText } from '../contract/messages';
import { RecordingMonitor } from '../fakes/recording-monitor';
import { aDelivery, aDeliveryThatIs, noon } from '../shared/deliveries/deliveries';
import { aNotification } from '../shared/deliveries/notifications';
import { aReceipt, aReturnedLetter } from '../callbacks/callback-bodies';
import { aRecord } from './records';

/** Values that have broken something somewhere. */
const kinds: readonly (readonly unknown[])[] = [
  [null, true, 0, -1, -0, 1e308, 1e-300, 2 ** 53, '', ' ', '/', '//', '..', '../..', '\n    at x', '🙂', '00', '+44'],
  ['\ud800', '\udfff\ud800', '\u0000', '\uffff', '__proto__', 'constructor', 'toString', 'toJSON', '9'.repeat(3000)],
  [[], {}, [[]], [null], { toString: 1 }, { valueOf: null }, { toJSON: 'x' }, { length: -1 }, { constructor: 'x' }],
  ['2026-13-45T99:99:99Z', '9999-12-31T23:59:59+23:59', '0000-01-01T00:00:00-23:59', '2026-06-30T23:59:60Z'],
  ['é'.repeat(1000), '${jndi:x}', '\u200b07700900123', 'x@y', `2026-01-01T00:00:00.${'1'.repeat(40)}Z`],
];
const names = ['__proto__', 'constructor', 'toJSON', 'hasOwnProperty', 'x', ''];
const bad = fc.constantFrom(...kinds.flat());

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** A text of JSON with something wrong in it, at any depth, and sometimes cut short. */
function spoilt(...bases: readonly object[]): fc.Arbitrary<string> {
  return fc
    .tuple(fc.constantFrom(...bases), fc.infiniteStream(fc.nat(99)), fc.infiniteStream(bad), fc.constantFrom(...names))
    .map(([base, dice, values, name]) => {
      const roll = (): number => Number(dice.next().value);
      const mutate = (value: unknown): unknown => {
        if (roll() < 15) return values.next().value;
        if (typeof value === 'string')
          return roll() < 20 ? value.slice(0, roll()) + textOf(values.next().value) : value;
        if (typeof value !== 'object' || value === null) return value;
        const fields = Object.entries(value).filter(() => roll() >= 8);
        const changed = fields.map(([field, inner]) => [field, roll() < 30 ? mutate(inner) : inner] as const);
        return Array.isArray(value)
          ? changed.map(([, inner]) => inner)
          : Object.fromEntries([...changed, ...(roll() < 15 ? [[name, values.next().value] as const] : [])]);
      };
      const text = JSON.stringify(mutate(base)) ?? 'undefined';
      return roll() < 5 ? text.slice(0, roll()) : text;
    });
}

const json = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
};

const terms = { pipelineId: 'staging', recordRetentionSeconds: 1, now: noon };
/** What the table does not take of an item: DynamoDB takes whole characters, and numbers of some sizes. */
function untakenIn(item: object): readonly string[] {
  const text = JSON.stringify(marshall(item, marshallOptions));
  const numbers = [...text.matchAll(/"N":"([^"]*)"/g)].map(([, number]) => Math.abs(Number(number)));
  return [
    ...(text.length > 50_000 ? ['too long'] : []),
    ...(/\\ud[89a-f][\da-f]{2}/.test(text) ? ['half a character'] : []),
    ...numbers.filter((number) => number !== 0 && !(number > 1e-130 && number < 1e126)).map(String),
  ];
}

const runs = { numRuns: 1500 };

describe('whatever comes', () => {
  test('on the queue is refused with a reason, or can be written down, held and sent', () => {
    const everything = {
      reference: 'r',
      idempotency_key: 'k',
      metadata: { a: 'b' },
      send_after: '2026-01-01T00:00:00Z',
    };
    const bases = [anEmail, aText, aLetter, aPrecompiledLetter].map((message) => ({ ...message, ...everything }));
    const more = { ...bases[0], sanitise_content_for: ['name'], expires_at: '2027-01-01T00:00:00+01:00' };
    fc.assert(
      fc.property(spoilt(...bases, more), (body) => {
        const record = aRecord(body);
        readPointer(body);
        const parsed = parseQueueMessage(body);
        if (!parsed.ok) return expect(untakenIn(rejectedDelivery(undefined, record, parsed.reason, terms))).toEqual([]);
        const { message } = parsed;
        laneOf(message);
        const delivery = newDelivery(message, record, { ...terms, hashKey: 'key', lease: 1 });
        expect(untakenIn(delivery)).toEqual([]);
        for (const decision of [
          outsideSendWindow(message, noon),
          attemptsExhausted(delivery, { receives: 1, maxFailures: 1, now: noon }),
        ]) {
          if (decision?.next.kind === 'requeue') expect(decision.next.at).toBeGreaterThan(noon);
        }
      }),
      runs,
    );
  });

  test('from Notify when it is asked is nothing, or can be written down', () => {
    const known = aNotification({ type: 'sms', reference: 'r/staging/26785a09-ab16-4eb0-8407-a37497a57506' });
    fc.assert(
      fc.property(spoilt(known), (body) => {
        const told = readNotification(json(body));
        parseReference(told?.reference);
        const outcome = told && outcomeOf(told, new Date(noon).toISOString());
        expect(untakenIn(outcome ?? {})).toEqual([]);
      }),
      runs,
    );
  });

  test('as a callback is none, or can be written down', () => {
    fc.assert(
      fc.property(spoilt(aReceipt(), aReturnedLetter()), (body) => {
        const callback = readCallback(json(body));
        const at = new Date(noon).toISOString();
        const updates = [
          callback?.kind === 'deliveryReceipt' ? updateOfDeliveryReceipt(callback.payload) : undefined,
          callback?.kind === 'returnedLetter' ? updateOfReturnedLetter(callback.payload) : undefined,
        ].filter((update) => update !== undefined);
        expect(updates.flatMap((update) => untakenIn(decide(aDelivery(), update, at)))).toEqual([]);
      }),
      runs,
    );
  });

  test('on the stream of the table is passed over or told, and never stops what comes after it', async () => {
    const base = aDeliveryThatIs('delivered', { metadata: { a: 'b' }, pdf_key: 'k', cost_details: { sms_rate: 0.02 } });
    const monitor = new RecordingMonitor();
    const bus = {
      put: async (events: readonly { readonly time: Date }[]) => {
        // As the SDK does, and the bus.
        for (const event of events) event.time.toISOString();
        return [];
      },
    };
    const announce = createAnnouncer({
      handlers: [
        createEventPublisher({ bus, monitor, pipelineId: 'staging', publishedStates: new Set(deliveryStates) }),
      ],
      monitor,
    });
    await fc.assert(
      fc.asyncProperty(spoilt(base), async (body) => {
        const item = Object(json(body)) as Readonly<Record<string, unknown>>;
        const before = { ...base, pdf_key: undefined };
        expect(await announce([{ sequenceNumber: '1', before, after: item }])).toEqual([]);
        expect(await announce([{ sequenceNumber: '2', before: undefined, after: item }])).toEqual([]);
      }),
      runs,
    );
  });
});
