import type { HoldStore } from '../../../lambda/shared/holds/hold-store';
import { holdScopes } from '../../../lambda/shared/holds/hold';
import { noon } from '../deliveries/deliveries';
import { aDoubtedLane, anOpenCircuit } from './circuits';
import { aHold, aProbe } from './holds';
import { hour } from '../../../lib/contract/time';

/** What every store of holds promises, wherever it keeps them. */
export function holdStoreContract(makeStore: () => Promise<HoldStore>): void {
  let store: HoldStore;
  beforeEach(async () => {
    store = await makeStore();
  });

  const standing = async () => [...(await store.read()).holds].sort((a, b) => (a.scope < b.scope ? -1 : 1));

  it('a new store has no holds', async () => {
    expect((await store.read()).holds).toEqual([]);
  });

  it('there is one hold for each scope, with all that is known of it', async () => {
    const holds = holdScopes.map((scope, place) =>
      aHold({ scope, reason: `because of ${scope}`, since: noon + place, probe: place % 2 === 0, probes: place }),
    );
    for (const hold of holds) await store.place(hold, noon);
    expect(await standing()).toEqual([...holds].sort((a, b) => (a.scope < b.scope ? -1 : 1)));
  });

  it('an active hold is not replaced by a new one', async () => {
    const first = aHold();
    await store.place(first, noon);
    await store.place(aHold({ reason: 'another', since: noon + 1, until: noon + 9 * hour }), first.until - 1);
    expect((await store.read()).holds).toEqual([first]);
  });

  it('a new hold replaces one that has ended', async () => {
    const first = aHold();
    const second = aHold({ since: first.until, until: first.until + hour });
    await store.place(first, noon);
    await store.place(second, first.until);
    expect((await store.read()).holds).toEqual([second]);
  });

  it('a hold that ends only when Notify answers is not replaced, however late it is', async () => {
    const first = aProbe();
    await store.place(first, noon);
    await store.place(aProbe({ reason: 'another', since: noon + hour }), noon + hour);
    expect((await store.read()).holds).toEqual([first]);
  });

  it('one of 16 senders places a hold that all of them found out about', async () => {
    const holds = Array.from({ length: 16 }, (_, worker) =>
      aProbe({ reason: `worker ${worker}`, since: noon + worker }),
    );
    await Promise.all(holds.map((hold) => store.place(hold, noon)));
    const [one, ...others] = (await store.read()).holds;
    expect(holds).toContainEqual(one);
    expect(others).toEqual([]);
  });

  it('a hold can be replaced by its next state', async () => {
    const seen = aProbe();
    const later = { ...seen, probes: 1, until: noon + hour };
    await store.place(seen, noon);
    await store.replace(seen, later);
    expect((await store.read()).holds).toEqual([later]);
  });

  it('a hold can be removed, and no other hold goes with it', async () => {
    const [gone, stays] = [aHold(), aHold({ scope: 'sms' })];
    await store.place(gone, noon);
    await store.place(stays, noon);
    await store.replace(gone, undefined);
    expect((await store.read()).holds).toEqual([stays]);
  });

  it.each([{ until: noon + 2 * hour }, { since: noon + 1 }])(
    'a hold that has changed meanwhile is neither replaced nor removed: %j',
    async (changed) => {
      const now = aProbe(changed);
      await store.place(now, noon);
      await store.replace(aProbe(), undefined);
      await store.replace(aProbe(), aProbe({ probes: 7 }));
      expect((await store.read()).holds).toEqual([now]);
    },
  );

  it('a hold that is gone does not come back', async () => {
    await store.replace(aHold(), aHold({ until: noon + 2 * hour }));
    await store.replace(aHold(), undefined);
    expect((await store.read()).holds).toEqual([]);
  });

  it('one of 16 workers replaces a hold that all of them have read', async () => {
    const seen = aProbe();
    await store.place(seen, noon);
    const next = Array.from({ length: 16 }, (_, worker) => aProbe({ probes: worker + 1, until: noon + hour + worker }));
    await Promise.all(next.map((by) => store.replace(seen, by)));
    const [one, ...others] = (await store.read()).holds;
    expect(next).toContainEqual(one);
    expect(others).toEqual([]);
  });

  it('knows of no lane in trouble before one is written, and then all that is known of each', async () => {
    const circuits = [
      anOpenCircuit({ version: 0 }),
      aDoubtedLane({
        lane: 'sms',
        version: 0,
        takenAt: noon + 1,
        answeredAt: noon + 2,
        provenAt: noon + 3,
        disprovenAt: noon + 4,
        settledUntil: noon + 5,
        settledReason: 'a team key',
      }),
    ];
    expect((await store.read()).circuits).toEqual([]);
    for (const circuit of circuits) expect(await store.writeCircuit(circuit)).toBe(true);
    const known = [...(await store.read()).circuits].sort((a, b) => (a.lane < b.lane ? -1 : 1));
    expect(known).toEqual(circuits.map((circuit) => ({ ...circuit, version: 1 })));
    expect((await store.read()).holds).toEqual([]);
  });

  it('lets one of 16 change what is known of a lane, and tells each whether it did', async () => {
    await store.writeCircuit(anOpenCircuit({ version: 0 }));
    const written = await Promise.all(
      Array.from({ length: 16 }, (_, worker) => store.writeCircuit(anOpenCircuit({ probes: worker }))),
    );
    expect(written.filter(Boolean)).toHaveLength(1);
    const [circuit] = (await store.read()).circuits;
    expect(circuit).toMatchObject({ version: 2, probes: written.indexOf(true) });
    expect(await store.writeCircuit(anOpenCircuit({ version: 0 }))).toBe(false);
  });
}
