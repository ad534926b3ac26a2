import type { HoldStore } from '../../../lambda/shared/holds/cached-holds';
import { holdScopes } from '../../../lambda/shared/holds/hold';
import { noon } from '../deliveries/deliveries';
import { aHold, aProbe } from './holds';
import { hour } from '../../../lib/contract/time';

/** What every store of holds promises, wherever it keeps them. */
export function holdStoreContract(makeStore: () => Promise<HoldStore>): void {
  let store: HoldStore;
  beforeEach(async () => {
    store = await makeStore();
  });

  const standing = async () => [...(await store.all())].sort((a, b) => (a.scope < b.scope ? -1 : 1));

  it('has none before one is placed', async () => {
    expect(await store.all()).toEqual([]);
  });

  it('keeps one for each scope, and says all that is known of it', async () => {
    const holds = holdScopes.map((scope, place) =>
      aHold({ scope, reason: `because of ${scope}`, since: noon + place, probe: place % 2 === 0, probes: place }),
    );
    for (const hold of holds) await store.place(hold, noon);
    expect(await standing()).toEqual([...holds].sort((a, b) => (a.scope < b.scope ? -1 : 1)));
  });

  it('leaves a hold that stands as it is', async () => {
    const first = aHold();
    await store.place(first, noon);
    await store.place(aHold({ reason: 'another', since: noon + 1, until: noon + 9 * hour }), first.until - 1);
    expect(await store.all()).toEqual([first]);
  });

  it('puts a new hold where one has come to its end', async () => {
    const first = aHold();
    const second = aHold({ since: first.until, until: first.until + hour });
    await store.place(first, noon);
    await store.place(second, first.until);
    expect(await store.all()).toEqual([second]);
  });

  it('leaves a hold that ends only when Notify answers, however late it is', async () => {
    const first = aProbe();
    await store.place(first, noon);
    await store.place(aProbe({ reason: 'another', since: noon + hour }), noon + hour);
    expect(await store.all()).toEqual([first]);
  });

  it('lets one of 16 place a hold that all of them found out about', async () => {
    const holds = Array.from({ length: 16 }, (_, worker) =>
      aProbe({ reason: `worker ${worker}`, since: noon + worker }),
    );
    await Promise.all(holds.map((hold) => store.place(hold, noon)));
    const [one, ...others] = await store.all();
    expect(holds).toContainEqual(one);
    expect(others).toEqual([]);
  });

  it('replaces a hold by what became of it', async () => {
    const seen = aProbe();
    const later = { ...seen, probes: 1, until: noon + hour };
    await store.place(seen, noon);
    await store.replace(seen, later);
    expect(await store.all()).toEqual([later]);
  });

  it('takes a hold away, and no other', async () => {
    const [gone, stays] = [aHold(), aHold({ scope: 'sms' })];
    await store.place(gone, noon);
    await store.place(stays, noon);
    await store.replace(gone, undefined);
    expect(await store.all()).toEqual([stays]);
  });

  it.each([{ until: noon + 2 * hour }, { since: noon + 1 }])(
    'neither replaces nor takes away a hold that somebody has changed meanwhile: %j',
    async (changed) => {
      const now = aProbe(changed);
      await store.place(now, noon);
      await store.replace(aProbe(), undefined);
      await store.replace(aProbe(), aProbe({ probes: 7 }));
      expect(await store.all()).toEqual([now]);
    },
  );

  it('does not bring back a hold that is gone', async () => {
    await store.replace(aHold(), aHold({ until: noon + 2 * hour }));
    await store.replace(aHold(), undefined);
    expect(await store.all()).toEqual([]);
  });

  it('is replaced once by 16 that look at it at the same time', async () => {
    const seen = aProbe();
    await store.place(seen, noon);
    const next = Array.from({ length: 16 }, (_, worker) => aProbe({ probes: worker + 1, until: noon + hour + worker }));
    await Promise.all(next.map((by) => store.replace(seen, by)));
    const [one, ...others] = await store.all();
    expect(next).toContainEqual(one);
    expect(others).toEqual([]);
  });
}
