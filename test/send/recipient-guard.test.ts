import { createSender } from '../../lambda/send/send';
import { createRecipientGuard } from '../../lambda/send/guard-recipient';
import { createSecretGuard } from '../../lambda/send/recipient-guard';
import { Breaker } from '../../lambda/shared/holds/breaker';
import { CachedHolds } from '../../lambda/shared/holds/cached-holds';
import type { NotifyApi } from '../../lambda/shared/ports';
import { parseRecipientGuard, type RecipientGuardSettings } from '../../lib/contract/recipient-guard';
import type { QueueMessage } from '../../lib/contract/message';
import { aLetter, anEmail, aPrecompiledLetter, aText } from '../contract/messages';
import { breadth } from '../breadth';
import { ClockInTest } from '../fakes/clock-in-test';
import { MemoryDeliveryStore } from '../fakes/memory-delivery-store';
import { MemoryHoldStore } from '../fakes/memory-holds';
import { RecordingMonitor } from '../fakes/recording-monitor';
import { noon } from '../shared/deliveries/deliveries';
import { openTable, type TableInProcess } from '../shared/deliveries/table-in-process';
import { QueuesInTest } from './queues-in-test';
import { aRecord } from './records';
import { meets } from './scripted-notify';
import { aKey, openSender, pipelineId } from './sender-in-test';
import { allowed, mayReach, spelledMessages } from './spelled-recipients';

const reason = 'not allowed by the recipient guard';
const settings: RecipientGuardSettings = { emails: [], domains: ['example.com'], phoneNumbers: ['07700 900123'] };
const redirecting: RecipientGuardSettings = {
  ...settings,
  redirectTo: { email: 'staging@example.org', phoneNumber: '07700 900456' },
};
const guardOf = (those: RecipientGuardSettings) => createSecretGuard(async () => JSON.stringify(those));
const anEmailTo = (email_address: string) => ({ ...anEmail, email_address });
const aTextTo = (phone_number: string) => ({ ...aText, phone_number });

const recipientIn = (message: QueueMessage): string =>
  String('email_address' in message ? message.email_address : 'phone_number' in message && message.phone_number);

/** A sender in memory, and whom it gave messages to. */
function openFastSender(those: RecipientGuardSettings) {
  const clock = new ClockInTest(noon);
  const monitor = new RecordingMonitor();
  const reached: string[] = [];
  const taken = async (recipient: string) => {
    reached.push(recipient);
    return { id: '740e5834-3a29-46b4-9a6f-16142fde533a' };
  };
  const api = {
    sendEmail: ({ emailAddress }: { emailAddress: string }) => taken(emailAddress),
    sendSms: ({ phoneNumber }: { phoneNumber: string }) => taken(phoneNumber),
  } as unknown as NotifyApi;
  const send = createSender({
    store: new MemoryDeliveryStore(),
    notify: { current: async () => api, renewed: async () => api },
    queues: new QueuesInTest(),
    scheduler: new QueuesInTest(),
    holds: new CachedHolds(new MemoryHoldStore(), clock),
    breaker: new Breaker(),
    rateLimiter: {
      expect() {},
      expectLess() {},
      acquire: async () => ({ at: noon, taken: true }),
      slowDown: async () => undefined,
    },
    clock,
    deadline: { remaining: () => 120_000 },
    monitor,
    hashKey: async () => 'the hash key',
    pipelineId,
    recordRetentionSeconds: 90 * 86_400,
    maxFailures: 10,
    guard: guardOf(those),
  });
  return { send, reached, monitor };
}

const recipients = breadth({ sample: 30_000, full: 100_000 });
const requests = breadth({ sample: 3000, full: 100_000 });

describe('send: the recipient guard', () => {
  test(`of ${recipients} recipients in every spelling it lets no other through, and all that are allowed`, () => {
    const guard = createRecipientGuard(allowed);
    const [leaks, missed]: [string[], string[]] = [[], []];
    let through = 0;
    for (const { message, isAllowed } of spelledMessages(recipients, 20_261_129)) {
      const { kind, message: guarded } = guard(message);
      const to = recipientIn(guarded);
      if (kind !== 'stopped') through += 1;
      if (kind !== 'stopped' && !mayReach(to)) leaks.push(to);
      if (kind === 'stopped' && isAllowed) missed.push(to);
    }
    expect([leaks, missed]).toEqual([[], []]);
    expect(through).toBeGreaterThan(0.3 * recipients);
  });

  test(`of ${requests} messages, no request names a recipient that it does not let through`, async () => {
    const { send, reached, monitor } = openFastSender(allowed);
    const guard = createRecipientGuard(allowed);
    const messages = [...spelledMessages(requests, 18)].map(({ message }) => message);
    for (const message of messages) await send(aRecord(message));
    const through = messages.map(guard).filter(({ kind }) => kind === 'allowed');
    expect(reached).toEqual(through.map(({ message }) => recipientIn(message)));
    expect(reached.every(mayReach)).toBe(true);
    const stopped = messages.length - through.length;
    expect(monitor.counts).toEqual({ Sent: through.length, Rejected: stopped, RecipientStopped: stopped });
  }, 300_000);

  test.each<[string, QueueMessage, string | undefined]>([
    [
      'an address of a domain, in the form that was compared',
      anEmailTo(' Amala\u200b@EXAMPLE.com'),
      'amala@example.com',
    ],
    ['a domain within that domain', anEmailTo('amala@team.example.com'), undefined],
    ['a domain that ends like it', anEmailTo('amala@notexample.com'), undefined],
    ['a Kelvin sign for a k, which Notify folds too', anEmailTo('amala@example.com'.replace('a', '\u212a')), undefined],
    ['an address that Notify would refuse', anEmailTo('amala@@example.com'), undefined],
    ['a number, in the form that was compared', aTextTo('0044 (0) 7700-900 123'), '+447700900123'],
    ['another number', aTextTo('07700 900124'), undefined],
    ['a number that Notify would refuse', aTextTo('07700'), undefined],
    ['a letter', aLetter, undefined],
    ['a letter that is a PDF', aPrecompiledLetter, undefined],
  ])('%s', (_, message, reaches) => {
    const { kind, message: guarded } = createRecipientGuard(settings)(message);
    expect(kind === 'allowed' ? recipientIn(guarded) : undefined).toBe(reaches);
    expect(kind).toBe(reaches === undefined ? 'stopped' : 'allowed');
  });

  test('what is redirected goes to the recipient of its channel, and what has none or no sense is stopped', () => {
    const guard = createRecipientGuard(redirecting);
    expect(guard(anEmailTo('amala@elsewhere.example'))).toMatchObject({
      kind: 'redirected',
      message: { email_address: 'staging@example.org', personalisation: anEmail.personalisation },
    });
    expect(guard(aTextTo('07700 900999'))).toMatchObject({
      kind: 'redirected',
      message: { phone_number: '+447700900456' },
    });
    expect(guard(aTextTo('07700 900123')).kind).toBe('allowed');
    expect([guard(aLetter), guard(aTextTo('nobody'))].map(({ kind }) => kind)).toEqual(['stopped', 'stopped']);
    const emailsOnly = createRecipientGuard({ ...settings, redirectTo: { email: 'staging@example.org' } });
    expect(emailsOnly(aTextTo('07700 900999')).kind).toBe('stopped');
  });

  test('an entry that Notify would refuse allows nobody', () => {
    const guard = createRecipientGuard({
      emails: ['amala'],
      domains: [''],
      phoneNumbers: ['0'],
      redirectTo: { email: '' },
    });
    expect([guard(anEmail), guard(aText), guard(anEmailTo('amala'))].map(({ kind }) => kind)).toEqual(
      Array.from({ length: 3 }, () => 'stopped'),
    );
  });

  test('a guard that cannot be read stops everything, and its error shows nothing of it', async () => {
    for (const text of ['', '["a@example.com"]', '{"emails":"a@example.com"}', '{ a@example.com }']) {
      expect(() => parseRecipientGuard(text)).toThrow(
        /^the recipient guard cannot be read, so nothing is sent; deploy/,
      );
      await expect(createSecretGuard(async () => text)(anEmail)).rejects.toThrow('the recipient guard cannot be read');
    }
  });

  test('a changed list is gone by as soon as the secret has it', async () => {
    let text = JSON.stringify(settings);
    const guard = createSecretGuard(async () => text);
    expect((await guard(anEmail)).kind).toBe('allowed');
    text = JSON.stringify({ ...settings, domains: [] });
    expect((await guard(anEmail)).kind).toBe('stopped');
  });
});

describe('send: a message that the recipient guard does not let through as it is', () => {
  let table: TableInProcess;
  beforeAll(async () => {
    table = await openTable();
  });
  afterAll(() => table.close());

  test('it is rejected with the reason, and may be published again once its recipient is allowed', async () => {
    const key = aKey();
    const message = { ...anEmailTo('amala@elsewhere.example'), idempotency_key: key };
    const guarded = openSender(table, { guard: guardOf(settings) });
    await guarded.take(aRecord(message));
    expect(await guarded.recordOf(key)).toMatchObject({ state: 'rejected', reason, attempts: 0, may_change: true });
    expect(guarded.notify.arrived).toBe(0);
    expect(guarded.monitor.counts).toEqual({ Rejected: 1, RecipientStopped: 1 });

    const open = openSender(table);
    await open.take(aRecord(message));
    expect(await open.recordOf(key)).toMatchObject({ state: 'sent', attempts: 1 });
  });

  test('its record says that it was redirected, and finds it by the recipient that it was for', async () => {
    const [key, other] = [aKey(), aKey()];
    const sender = openSender(table, { guard: guardOf(redirecting) });
    const plain = openSender(table);
    const message = anEmailTo('amala@elsewhere.example');
    await sender.take(aRecord({ ...message, idempotency_key: key }));
    await plain.take(aRecord({ ...message, idempotency_key: other }));
    const [record, usual] = [await sender.recordOf(key), await plain.recordOf(other)];
    expect(record).toMatchObject({ state: 'sent', redirected: true, recipient_hash: usual?.recipient_hash });
    expect(usual).not.toHaveProperty('redirected');
    expect(sender.notify.posts.map(({ body }) => body['email_address'])).toEqual(['staging@example.org']);
    expect(sender.monitor.counts).toEqual({ Sent: 1, Redirected: 1 });
    expect(JSON.stringify([record, sender.monitor.said])).not.toMatch(/elsewhere|staging@/);
  });

  test('what Notify may have from before the guard is asked for, and not sent again', async () => {
    const key = aKey();
    const message = { ...anEmailTo('amala@elsewhere.example'), idempotency_key: key };
    const before = openSender(table);
    before.notify.nextPosts(meets.serverError());
    await before.take(aRecord(message));
    expect(await before.recordOf(key)).toMatchObject({ state: 'sending' });

    const after = openSender(table, { guard: guardOf(settings) });
    after.clock.moveBy(120_000);
    await after.take(aRecord(message));
    expect(after.notify.reads).toHaveLength(1);
    expect(after.notify.posts).toEqual([]);
    expect(await after.recordOf(key)).toMatchObject({ state: 'rejected', reason });
  });
});
