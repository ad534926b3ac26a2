import { createIncoming } from '../../lambda/callbacks/incoming';
import { createNotifySource } from '../../lambda/shared/notify/notify-source';
import { apiKey, defaultWorld, NotifyStandIn, type World } from '../../lib/testing';
import { noon } from '../shared/deliveries/deliveries';
import { openTable, type TableInProcess } from '../shared/deliveries/table-in-process';
import { token } from '../callbacks/callback-bodies';
import { openReceipts } from '../callbacks/callbacks-in-test';
import { ClockInTest } from '../fakes/clock-in-test';
import { openTexts, pipelineId } from './received-texts-in-test';
import { minute } from '../../lib/contract/time';

let table: TableInProcess;
beforeEach(async () => {
  table = await openTable();
});
afterEach(() => table.close());

/** Notify has the pipeline's URL for texts that come in. */
function worldWithCallbacks(): World {
  const callbacks = { receivedTexts: { url: 'https://the-receipts-url', bearerToken: token } };
  return { services: defaultWorld().services.map((service) => ({ ...service, callbacks })) };
}

/** Both doors, before a Notify that lists texts and calls back as the real one. */
function openBothDoors({ callsBack }: { callsBack: boolean }) {
  const clock = new ClockInTest(noon);
  const standIn = new NotifyStandIn({
    world: callsBack ? worldWithCallbacks() : defaultWorld(),
    clock: { now: () => clock.now(), sleep: () => new Promise(() => undefined) },
    sendCallback: async (request) => receipts.sendCallback(request),
  });
  const key = async (): Promise<string> => apiKey(standIn.world, 'live');
  const notify = createNotifySource({ value: key, reread: key }, { transport: standIn.transport, clock });
  const texts = openTexts(table, { notify, clock });
  const { monitor, publishOnce } = texts;
  const handlers = createIncoming({ publishOnce, receivesTexts: true, clock, monitor, pipelineId });
  const receipts = openReceipts(table.store, { clock, monitor, handlers });
  return {
    texts,
    receive: (content: string): string => standIn.control.receiveText({ from: '07900900123', content }),
    letPass: async (milliseconds: number): Promise<void> => {
      clock.moveBy(milliseconds);
      await standIn.tick(0);
    },
  };
}

describe('received texts: callback and poll', () => {
  test('each received text is published once, whether the callback or the poll is first', async () => {
    const { texts, receive, letPass } = openBothDoors({ callsBack: true });
    const [first, second, third] = [receive('STOP'), receive('yes'), receive('no')];
    await texts.run();
    await letPass(minute);
    const fourth = receive('🏠 ‘quoted’');
    await letPass(10 * minute);
    await texts.run();

    expect(texts.heard().toSorted()).toEqual([first, second, third, fourth].toSorted());
    const said = texts.bus.heard.map(({ detail }) => ('content' in detail ? detail.content : ''));
    expect(said.toSorted()).toEqual(['STOP', 'no', 'yes', '🏠 ‘quoted’'].toSorted());
    for (const { detail } of texts.bus.heard) expect(detail).toMatchObject({ user_number: '447900900123' });
  });

  test('a received text has the same event by callback and by poll', async () => {
    const polled = openBothDoors({ callsBack: false });
    polled.receive('STOP');
    await polled.texts.run();
    await table.close();
    table = await openTable();
    const called = openBothDoors({ callsBack: true });
    called.receive('STOP');
    await called.letPass(minute);

    const [byPoll, byCallback] = [polled, called].map(({ texts }) => texts.bus.heard);
    const withoutIds = ({ id: _id, event_id: _event, ...rest }: Readonly<Record<string, unknown>>) => rest;
    expect(byPoll).toHaveLength(1);
    expect(byCallback?.map(({ detail }) => withoutIds({ ...detail }))).toEqual(
      byPoll?.map(({ detail }) => withoutIds({ ...detail })),
    );
  });

  test('every text that Notify still has is published when the poll starts days later', async () => {
    const { texts, receive, letPass } = openBothDoors({ callsBack: false });
    const ids: string[] = [];
    for (let day = 0; day < 6; day += 1) {
      ids.push(receive(`day ${day}`));
      await letPass(24 * 60 * minute);
    }
    await texts.run();
    expect(texts.heard()).toEqual(ids);
  });
});
