import type { HeldQueueName, Lane } from '../../lib/contract/lane';
import { holdEverything, holdUntilMidnight, type Hold } from '../../lambda/shared/holds/hold';
import { createReleaser } from '../../lambda/release/release';
import type { Circuit } from '../../lambda/shared/holds/circuit';
import type { HeldMessage, HeldMessageQueues } from '../../lambda/shared/holds/held-message-queues';
import { MemoryHoldStore } from '../fakes/memory-holds';
import { noon } from '../shared/deliveries/deliveries';
import { aDoubtedLane, anOpenCircuit } from '../shared/holds/circuits';
import { ClockInTest } from '../fakes/clock-in-test';
import { RecordingMonitor } from '../fakes/recording-monitor';

const within = 45_000;
const room = 30;
let clock: ClockInTest;
let monitor: RecordingMonitor;
let holds: MemoryHoldStore;
let reviewed: Hold[];
let onReview: (hold: Hold) => Promise<void>;
let onAsk: (circuit: Circuit) => Circuit;

/** Held queues that hide what was received, as SQS does. */
class HeldQueuesInTest implements HeldMessageQueues<HeldMessage> {
  readonly givenBack: string[] = [];
  readonly kept: [string, number][] = [];
  readonly asked: HeldQueueName[] = [];
  readonly stuck = new Set<string>();
  /** Messages that wait to be sent, and how many of them are sent in a second. */
  waiting = 0;
  sentASecond = 0;

  constructor(private readonly visible: Partial<Record<HeldQueueName, HeldMessage[]>>) {}

  async receive(queue: HeldQueueName, most: number): Promise<readonly HeldMessage[]> {
    this.asked.push(queue);
    if (most < 1 || most > 10) throw new Error(`SQS gives from 1 to 10 messages at a time, not ${most}`);
    return this.visible[queue]?.splice(0, most) ?? [];
  }

  async release(_queue: HeldQueueName, { receiptHandle }: HeldMessage): Promise<void> {
    if (this.stuck.has(receiptHandle)) throw new Error(`${receiptHandle} cannot be moved`);
    this.givenBack.push(receiptHandle);
    this.waiting += 1;
  }

  async holdUntil(_queue: HeldQueueName, { receiptHandle }: HeldMessage, until: number): Promise<void> {
    this.kept.push([receiptHandle, until]);
  }

  async backlog(): Promise<number> {
    return this.waiting;
  }
}

const aMessage = (receiptHandle: string, until?: number, lane?: Lane): HeldMessage => ({
  receiptHandle,
  body: '{}',
  until,
  lane,
});

const messages = (count: number, name = ''): HeldMessage[] =>
  Array.from({ length: count }, (_, number) => aMessage(`${name}${number}`));

const release = (held: HeldQueuesInTest): Promise<void> =>
  createReleaser({
    held,
    holds,
    review: async (hold) => {
      reviewed.push(hold);
      await onReview(hold);
    },
    askLane: async (circuit) => onAsk(circuit),
    clock: {
      now: () => clock.now(),
      sleep: async (milliseconds) => {
        clock.moveBy(milliseconds);
        held.waiting = Math.max(0, held.waiting - (held.sentASecond * milliseconds) / 1000);
      },
    },
    monitor,
    room,
    within,
  })();

beforeEach(() => {
  clock = new ClockInTest(noon);
  monitor = new RecordingMonitor();
  holds = new MemoryHoldStore();
  reviewed = [];
  onReview = async () => undefined;
  onAsk = (circuit) => circuit;
});

describe('release: held messages', () => {
  it('messages that nothing holds are released, and those with a later time stay hidden', async () => {
    const held = new HeldQueuesInTest({
      email: [aMessage('an email')],
      later: [
        aMessage('over', noon - 1),
        aMessage('over now', noon),
        aMessage('not yet', noon + 1),
        aMessage('in days', noon + 4e8),
      ],
    });
    await release(held);

    expect(held.givenBack).toEqual(['an email', 'over', 'over now']);
    expect(held.kept).toEqual([
      ['not yet', noon + 1],
      ['in days', noon + 4e8],
    ]);
  });

  it.each<[HeldQueueName[], Hold]>([
    [['urgent', 'sms', 'international_sms', 'letter', 'later'], holdUntilMidnight('email', 'the daily limit', noon)],
    [['urgent', 'email', 'letter', 'later'], holdUntilMidnight('sms', 'the daily limit', noon)],
    [['urgent', 'email', 'sms', 'letter', 'later'], holdUntilMidnight('international_sms', 'the daily limit', noon)],
    [['later'], holdEverything('the key is refused', noon)],
  ])('only %j are read while a hold stops the other held queues', async (open, hold) => {
    await holds.place(hold, noon);
    const held = new HeldQueuesInTest({
      email: messages(3),
      sms: messages(3),
      international_sms: messages(3),
      letter: messages(3),
      later: messages(3),
      urgent: messages(3),
    });
    await release(held);

    expect(new Set(held.asked)).toEqual(new Set(open));
    expect(held.givenBack).toHaveLength(3 * open.length);
  });

  it('release takes from each lane in turn, so that a mailing does not delay the others', async () => {
    const held = new HeldQueuesInTest({ email: messages(500, 'email '), sms: messages(5, 'text ') });
    await release(held);

    expect(held.givenBack.indexOf('text 4')).toBeLessThan(20);
  });

  it('each lane gets an equal share, even if there is room for only one message at a time', async () => {
    const held = new HeldQueuesInTest({ email: messages(100, 'email '), sms: messages(100, 'text ') });
    held.waiting = room;
    held.sentASecond = 0.5;
    await release(held);

    const texts = held.givenBack.filter((name) => name.startsWith('text'));
    expect(held.givenBack.length).toBeGreaterThan(15);
    expect(Math.abs(2 * texts.length - held.givenBack.length)).toBeLessThan(held.givenBack.length / 4);
  });

  it('urgent messages are released however much waits to be sent, because they use another queue', async () => {
    const held = new HeldQueuesInTest({
      email: messages(5, 'email '),
      urgent: [aMessage('a code'), aMessage('due', noon, 'sms'), aMessage('not yet', noon + 1)],
    });
    held.waiting = 1_000_000;
    await release(held);

    expect(held.givenBack).toEqual(['a code', 'due']);
    expect(held.kept).toEqual([['not yet', noon + 1]]);
  });

  it('an urgent message whose lane is held stays hidden until the hold ends', async () => {
    const hold = holdUntilMidnight('sms', 'the daily limit', noon);
    await holds.place(hold, noon);
    const held = new HeldQueuesInTest({
      urgent: [aMessage('a text', undefined, 'sms'), aMessage('an email', undefined, 'email')],
    });
    await release(held);

    expect(held.givenBack).toEqual(['an email']);
    expect(held.kept).toEqual([['a text', hold.until]]);
  });

  it('messages that are received together are moved at the same time, because each move is slow', async () => {
    let moving = 0;
    let most = 0;
    const held = new HeldQueuesInTest({ email: messages(20) });
    held.release = async () => {
      moving += 1;
      most = Math.max(most, moving);
      await new Promise((resolve) => setImmediate(resolve));
      moving -= 1;
    };
    await release(held);

    expect(most).toBe(10);
  });

  it('release never puts more on the queue than there is room for', async () => {
    const held = new HeldQueuesInTest({ email: messages(500) });
    await release(held);

    expect(held.givenBack).toHaveLength(room);
    expect(clock.now() - noon).toBeGreaterThanOrEqual(within);
  });

  it('release continues within its time while the queue is being sent', async () => {
    const held = new HeldQueuesInTest({ email: messages(100) });
    held.sentASecond = 10;
    await release(held);

    expect(held.givenBack).toHaveLength(100);
    expect(clock.now() - noon).toBeLessThan(within);
  });

  it('release does and logs nothing when nothing is held', async () => {
    await release(new HeldQueuesInTest({}));

    expect(monitor.said).toEqual([]);
    expect(clock.now()).toBe(noon);
  });

  it('only holds whose time has come are reviewed', async () => {
    const over = { ...holdEverything('Notify is down', noon - 60_000), until: noon };
    await holds.place(over, noon - 60_000);
    await holds.place(holdUntilMidnight('email', 'the daily limit', noon), noon);
    await release(new HeldQueuesInTest({}));

    expect(reviewed).toEqual([over]);
  });

  it('nothing is released until every sender knows that a hold has ended', async () => {
    await holds.place({ ...holdEverything('Notify is down', noon - 60_000), until: noon }, noon - 60_000);
    const held = new HeldQueuesInTest({ email: messages(1) });
    let releasedAt = 0;
    held.release = async () => void (releasedAt = clock.now());
    onReview = (hold) => holds.replace(hold, undefined);
    await release(held);

    expect(releasedAt).toBe(noon + 5000);
  });

  it('a message that cannot be moved is logged, and does not stop the others', async () => {
    const held = new HeldQueuesInTest({ sms: messages(25) });
    held.stuck.add('3');
    await release(held);

    expect(held.givenBack).toHaveLength(24);
    expect(monitor.said).toContainEqual(
      expect.objectContaining({ level: 'error', what: 'held message not moved; it stays where it is' }),
    );
    expect(monitor.counts).toMatchObject({ Fault: 1 });
  });
});

describe('release: lanes in trouble', () => {
  test('a lane that does not answer keeps its messages, and the others go', async () => {
    await holds.writeCircuit(anOpenCircuit({ version: 0, probes: 5 }));
    clock.moveBy(60_000);
    onAsk = (circuit) => ({ ...circuit, until: clock.now() + 50_000, probes: 6 });
    const held = new HeldQueuesInTest({ email: messages(30, 'email '), sms: messages(3, 'text ') });
    await release(held);
    expect(held.givenBack).toEqual(['text 0', 'text 1', 'text 2']);
  });

  test.each([
    ['each time', { provenAt: noon + 60_000 }, 10],
    ['now and then', { disprovenAt: noon + 60_000 }, 1],
  ])('of a lane that answers %s some messages find out whether it takes them', async (_how, answers, count) => {
    await holds.writeCircuit(anOpenCircuit({ version: 0, probes: 5 }));
    clock.moveBy(60_000);
    onAsk = (circuit) => ({ ...circuit, until: clock.now(), answeredAt: clock.now(), ...answers });
    const held = new HeldQueuesInTest({ email: messages(30) });
    await release(held);
    expect(held.givenBack).toHaveLength(count);
  });

  test('an open lane that answers and has no message waiting is closed, for the next to find out', async () => {
    await holds.writeCircuit(anOpenCircuit({ version: 0 }));
    clock.moveBy(60_000);
    onAsk = (circuit) => ({ ...circuit, until: clock.now(), answeredAt: clock.now(), provenAt: clock.now() });
    await release(new HeldQueuesInTest({}));
    expect((await holds.read()).circuits).toMatchObject([{ open: false }]);
  });

  test('messages of a lane in doubt wait until Notify has answered for it', async () => {
    await holds.writeCircuit(aDoubtedLane({ version: 0 }));
    const held = new HeldQueuesInTest({ email: messages(3) });
    await release(held);
    expect(held.givenBack).toEqual([]);

    onAsk = () => {
      throw new Error('asked twice');
    };
    await holds.writeCircuit(aDoubtedLane({ answeredAt: noon + 1, provenAt: noon + 1 }));
    await release(held);
    expect(held.givenBack).toHaveLength(3);
  });

  test('nothing is asked while the key is refused', async () => {
    await holds.writeCircuit(aDoubtedLane({ version: 0 }));
    await holds.place(holdEverything('the key', noon), noon);
    onAsk = () => {
      throw new Error('asked with a key that is refused');
    };
    await expect(release(new HeldQueuesInTest({ email: messages(3) }))).resolves.toBeUndefined();
  });
});
