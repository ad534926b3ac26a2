import { hour } from '../../lib/contract/time';
import { GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { randomUUID } from 'node:crypto';
import { createIncoming } from '../../lambda/callbacks/incoming';
import { parseRoutedCallback } from '../../lib/contract/callback';
import { aDelivery, aDeliveryThatIs, noon } from '../shared/deliveries/deliveries';
import { openTable, type TableInProcess } from '../shared/deliveries/table-in-process';
import { openTexts } from '../received-texts/received-texts-in-test';
import { aComplaint, aReceipt, aReceivedText, aReturnedLetter } from './callback-bodies';
import { handedOn, openReceipts, pipelineId, signingSecret, type ReceiptsInTest } from './callbacks-in-test';

const allDone = { batchItemFailures: [] };
let table: TableInProcess;
let receipts: ReceiptsInTest;
beforeEach(async () => {
  table = await openTable();
  receipts = openReceipts(table.store);
});
afterEach(() => table.close());

/** A delivery that Notify has, and a receipt that says that it arrived. */
async function sent() {
  const delivery = aDeliveryThatIs('sent');
  await table.store.create(delivery);
  const receipt = aReceipt({ id: delivery.notification_id, reference: `${pipelineId}/${delivery.id}` });
  return { delivery, receipt, state: async () => (await table.store.find(delivery.id))?.state };
}

describe('a callback that comes by the queue or the bus', () => {
  test('is taken if it is signed with the secret that both pipelines have', async () => {
    const { receipt, state } = await sent();
    expect(await receipts.takeRouted(handedOn(receipt))).toEqual(allDone);
    expect(await state()).toBe('delivered');
  });

  test('is left out and counted without a valid signature, although somebody could put it there', async () => {
    const { receipt, state } = await sent();
    const good = parseRoutedCallback(handedOn(receipt));
    const forged = [
      { version: '1', pipeline_id: pipelineId, callback: receipt },
      { ...good, signature: undefined },
      { ...good, signature: '' },
      { ...good, signature: good?.signature.slice(0, -1) },
      { ...good, signed: good?.signed.replace('delivered', 'permanent-failure') },
      JSON.parse(handedOn(receipt, { secret: 'a secret of somebody else who guessed' })) as object,
    ];
    for (const each of forged) expect(await receipts.takeRouted(JSON.stringify(each))).toEqual(allDone);
    expect(await state()).toBe('sent');
    expect(receipts.monitor.counts).toEqual({ BadCallback: 2, BadSignature: 4 });
  });

  test('is left out if it was signed for another pipeline, whatever stands beside the signature', async () => {
    const { receipt, state } = await sent();
    const forAnother = JSON.parse(handedOn(receipt, { to: 'test' })) as object;
    await receipts.takeRouted(JSON.stringify({ ...forAnother, pipeline_id: pipelineId }));
    expect(await state()).toBe('sent');
    expect(receipts.monitor.counts).toEqual({ BadCallback: 1 });
  });

  test.each([
    ['two days before it came', noon - 48 * hour],
    ['an hour after it came', noon + hour],
  ])('is left out if it was signed %s: somebody may have kept it', async (_when, at) => {
    const { receipt, state } = await sent();
    await receipts.takeRouted(handedOn(receipt, { at }));
    expect(await state()).toBe('sent');
    expect(receipts.monitor.counts).toEqual({ BadCallback: 1 });
  });

  test('may lie on the queue for as long as it takes until it can be written down', async () => {
    const { receipt, state } = await sent();
    receipts.clock.moveBy(13 * 24 * hour);
    await receipts.takeRouted(handedOn(receipt));
    expect(await state()).toBe('delivered');
  });

  test('is good with the secret of before, until both pipelines have the new one', async () => {
    const { receipt, state } = await sent();
    const renewed = { SecretString: 'a new secret of two pipelines only' };
    const id = { SecretId: 'the signing secret' };
    receipts.secrets.on(GetSecretValueCommand, { ...id, VersionStage: 'AWSCURRENT' }).resolves(renewed);
    receipts.secrets
      .on(GetSecretValueCommand, { ...id, VersionStage: 'AWSPREVIOUS' })
      .resolves({ SecretString: signingSecret });
    await receipts.takeRouted(handedOn(receipt));
    expect(await state()).toBe('delivered');
  });

  test('stays on the queue while nobody can say whether its signature is good', async () => {
    const { receipt, state } = await sent();
    receipts.secrets.on(GetSecretValueCommand, { SecretId: 'the signing secret' }).rejects(new Error('access denied'));
    expect(await receipts.takeRouted(handedOn(receipt))).toEqual({ batchItemFailures: [{ itemIdentifier: '0' }] });
    expect(await state()).toBe('sent');
    expect(receipts.monitor.counts).toEqual({ Fault: 1 });
  });

  test('is never a text that somebody sent, because nobody can know whose that is, signed or not', async () => {
    const texts = openTexts(table);
    const { clock, monitor, publishOnce } = texts;
    const handlers = createIncoming({ publishOnce, receivesTexts: true, clock, monitor, pipelineId });
    receipts = openReceipts(table.store, { clock, monitor, handlers });
    const stop = aReceivedText({ message: 'STOP' });
    for (const body of [
      JSON.stringify({ version: '1', pipeline_id: pipelineId, callback: stop }),
      handedOn(stop, { secret: 'a secret of somebody else who guessed' }),
      handedOn(stop),
      handedOn(aComplaint()),
      handedOn(aReceipt({ reference: `test/${aDelivery().id}` })),
    ]) {
      expect(await receipts.takeRouted(body)).toEqual(allDone);
    }
    expect(texts.bus.heard).toEqual([]);
    expect(monitor.counts).toEqual({ BadCallback: 4, BadSignature: 1 });
  });
});

describe('a callback for a delivery that was never given to Notify', () => {
  test.each(['held', 'rejected', 'expired', 'cancelled'] as const)(
    'is refused and counted, by the URL and by another pipeline, when it is %s',
    async (state) => {
      const { notification_id: _none, ...delivery } = aDeliveryThatIs(state, { attempts: 0 });
      await table.store.create(delivery);
      const reference = `${pipelineId}/${delivery.id}`;
      const made = [
        aReceipt({ reference }),
        aReceipt({ reference, status: 'sending' }),
        aReceipt({ reference, status: 'permanent-failure' }),
        aReturnedLetter({ reference }),
      ];
      for (const callback of made) {
        expect(await receipts.status(callback)).toBe(204);
        expect(await receipts.takeRouted(handedOn(callback))).toEqual(allDone);
      }
      expect(await table.store.find(delivery.id)).toEqual(delivery);
      expect(receipts.monitor.counts).toEqual({ OutcomeCallback: 8, CallbackNeverSent: 8 });
    },
  );

  test('is sent as if there had been no callback, once it may go', async () => {
    const held = aDeliveryThatIs('held', { attempts: 0 });
    await table.store.create(held);
    await receipts.status(aReceipt({ reference: `${pipelineId}/${held.id}` }));
    expect(await table.store.claim(aDelivery({ id: held.id }), noon)).toMatchObject({ claimed: true, verify: false });
  });
});

describe('a delivery that we had ended without Notify’s id', () => {
  test.each(['expired', 'failed', 'rejected', 'cancelled'] as const)(
    'as %s ends as Notify says once it calls, with its id and without what we had made of it',
    async (state) => {
      const { notification_id: _none, sent_at: _never, ...ours } = aDeliveryThatIs(state, { attempts: 1 });
      await table.store.create(ours);
      const id = randomUUID();
      expect(await receipts.status(aReceipt({ id, reference: `${pipelineId}/${ours.id}` }))).toBe(204);
      const after = await table.store.find(ours.id);
      expect(after).toMatchObject({ state: 'delivered', status: 'delivered', notification_id: id });
      expect(after).not.toHaveProperty('failure');
      expect(after).not.toHaveProperty('reason');
      expect(receipts.monitor.counts).toEqual({ OutcomeCallback: 1, Delivered: 1, Sent: 1 });
    },
  );
});
