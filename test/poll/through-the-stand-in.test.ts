import { apiKey, NotifyStandIn } from '../../lib/testing';
import { createPoller } from '../../lambda/poll/poll';
import { createNotifySource } from '../../lambda/shared/notify/notify-source';
import { createDynamoPollCheckpoint } from '../../lambda/shared/aws/dynamo-poll-checkpoint';
import { aPrecompiledLetter } from '../contract/messages';
import { noon } from '../shared/deliveries/deliveries';
import { openTable, type TableInProcess } from '../shared/deliveries/table-in-process';
import { email, letter, text } from '../send/messages-of-the-default-world';
import { aRecord } from '../send/records';
import { openSender, pipelineId, type SenderInTest } from '../send/sender-in-test';
import { ClockInTest } from '../fakes/clock-in-test';
import { RecordingMonitor } from '../fakes/recording-monitor';
import { minute } from '../../lib/contract/time';

describe('send and poll with the stand-in', () => {
  let table: TableInProcess;
  let standIn: NotifyStandIn;
  let clock: ClockInTest;
  let sender: SenderInTest;
  let poll: () => Promise<void>;

  beforeAll(async () => {
    table = await openTable();
    clock = new ClockInTest(noon);
    // It answers at once, so no time-out passes while it is waited for.
    standIn = new NotifyStandIn({ clock: { now: () => clock.now(), sleep: () => new Promise(() => undefined) } });
    const key = async (): Promise<string> => apiKey(standIn.world, 'test');
    const notify = createNotifySource({ value: key, reread: key }, { transport: standIn.transport, clock });
    sender = openSender(table, { notify, clock });
    const monitor = new RecordingMonitor();
    const checkpoints = createDynamoPollCheckpoint(table.client, table.name);
    const kept = { store: table.store, checkpoints };
    poll = createPoller({ ...kept, notify, clock, monitor, pipelineId, callbacks: false, interval: minute });
  });
  afterAll(() => table.close());

  /** Every minute for half an hour, then every six hours for ten days. */
  async function letTimePass(): Promise<void> {
    for (let step = 0; step < 30 + 40; step += 1) {
      clock.moveBy(step < 30 ? minute : 360 * minute);
      await standIn.settle();
      await sender.take(...sender.queues.due(clock.now()));
      await poll();
    }
  }

  it('every message reaches its final state, is sent once and costs what Notify says', async () => {
    const records = {
      email: aRecord({ ...email, reference: 'reminder/7' }),
      text: aRecord(text),
      letter: aRecord(letter),
      precompiled: aRecord(aPrecompiledLetter),
      noPdf: aRecord({ ...aPrecompiledLetter, content: Buffer.from('Dear Amala').toString('base64') }),
      lost: aRecord({ ...text, personalisation: { code: '654321' } }),
      bounced: aRecord({ ...email, email_address: 'perm-fail@simulator.notify' }),
      unreachable: aRecord({ ...text, phone_number: '07700900003' }),
      smokeTest: aRecord({ ...text, phone_number: '07700900111' }),
      incomplete: aRecord({ ...text, personalisation: {} }),
      nobody: aRecord({ ...email, email_address: 'amala' }),
    };
    standIn.faults.add({ fault: { kind: 'drop', accepted: true }, skip: 5 });
    for (const record of Object.values(records)) expect(await sender.take(record)).toEqual([]);
    await letTimePass();

    const ends: Record<string, unknown> = {};
    for (const [name, { messageId }] of Object.entries(records)) {
      const delivery = await sender.recordOf(messageId);
      ends[name] = [delivery?.state, delivery?.failure ?? delivery?.reason ?? delivery?.cost_in_pounds];
    }
    expect(ends).toEqual({
      email: ['delivered', 0],
      text: ['delivered', expect.any(Number)],
      letter: ['delivered', expect.any(Number)],
      precompiled: ['delivered', expect.any(Number)],
      noPdf: ['failed', 'validation'],
      lost: ['delivered', expect.any(Number)],
      bounced: ['failed', 'permanent'],
      unreachable: ['failed', 'temporary'],
      smokeTest: ['sent_untracked', 'a smoke-test recipient: Notify does not store it'],
      incomplete: ['rejected', 'Notify answered 400: BadRequestError: Missing personalisation: code'],
      nobody: ['rejected', '400: ValidationError email_address Not a valid email address'],
    });
    expect(standIn.requests.count('POST /v2/notifications/sms 201')).toBe(3);
    expect(await table.items('awaited')).toEqual([]);
  });
});
