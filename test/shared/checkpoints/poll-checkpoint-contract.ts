import {
  noRoundsYet,
  type PollCheckpoint,
  type PollCheckpointStore,
} from '../../../lambda/shared/checkpoints/poll-checkpoint';
import { noon } from '../deliveries/deliveries';
import { iso } from '../../../lib/contract/time';

export const someProgress: Omit<PollCheckpoint, 'version'> = {
  busy_until: noon + 60_000,
  rounds: [
    { began: noon },
    { began: noon - 1, reached: iso(noon), older_than: '5d7c0a0e-5b0f-4d43-8a36-6f1f9d7b1c01' },
    { began: 0, reached: iso(noon - 2) },
  ],
};

/** What every store of the poll's progress promises, wherever it keeps it. */
export function progressStoreContract(makeStore: () => Promise<PollCheckpointStore>): void {
  let store: PollCheckpointStore;
  beforeEach(async () => {
    store = await makeStore();
  });

  it('a checkpoint is empty before its first write', async () => {
    expect(await store.read('email')).toEqual(noRoundsYet);
  });

  it('a checkpoint is stored whole, and each channel has its own', async () => {
    const written = await store.write('email', { ...noRoundsYet, ...someProgress });
    expect(written).toEqual({ ...someProgress, version: 1 });
    expect(await store.read('email')).toEqual(written);
    expect(await store.read('sms')).toEqual(noRoundsYet);
  });

  it('a checkpoint continues from what was written last', async () => {
    const first = await store.write('letter', { ...noRoundsYet, ...someProgress });
    const second = first && (await store.write('letter', { ...first, busy_until: 0 }));
    expect(second).toEqual({ ...someProgress, busy_until: 0, version: 2 });
    expect(await store.read('letter')).toEqual(second);
  });

  it('one of several writes from the same version succeeds, and the others change nothing', async () => {
    for (let round = 1; round <= 3; round += 1) {
      const seen = await store.read('email');
      const wrote = await Promise.all(
        Array.from({ length: 8 }, (_, poll) => store.write('email', { ...seen, busy_until: noon + poll })),
      );
      expect(wrote.filter((progress) => progress !== undefined)).toHaveLength(1);
      expect(await store.read('email')).toEqual(wrote.find((progress) => progress !== undefined));
    }
  });
}
