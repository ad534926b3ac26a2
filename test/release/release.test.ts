import type { HeldQueueName, Lane } from '../../lib/contract/lane';
import { holdEverything, holdUntilMidnight, type Hold } from '../../lambda/shared/holds/hold';
import { createReleaser } from '../../lambda/release/release';
import type { Circuit } from '../../lambda/shared/holds/circuit';
import type { HeldMessage, HeldMessageQueues, Kept, Moved } from '../../lambda/shared/holds/held-message-queues';
import { MemoryHoldStore } from '../fakes/memory-holds';
import { noon } from '../shared/deliveries/deliveries';
import { aDoubtedLane, anOpenCircuit } from '../shared/holds/circuits';
import { ClockInTest } from '../fakes/clock-in-test';
import { RecordingMonitor } from '../fakes/recording-monitor';

/** Messages a second: there is room for thirty. */
const rate = 0.4;
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
  readonly unreadable = new Set<HeldQueueName>();
  /** Messages that wait to be sent. */
  waiting = 0;

  constructor(private readonly visible: Partial<Record<HeldQueueName, HeldMessage[]>>) {}

  async receive(queue: HeldQueueName, most: number): Promise<readonly HeldMessage[]> {
    this.asked.push(queue);
    if (most < 1 || most > 10) throw new Error(`SQS gives from 1 to 10 messages at a time, not ${most}`);
    if (this.unreadable.has(queue)) throw new Error(`${queue} cannot be read`);
    return this.visible[queue]?.splice(0, most) ?? [];
  }

  async release(_queue: HeldQueueName, given: readonly HeldMessage[]): Promise<Moved> {
    const handles = given.map(({ receiptHandle }) => receiptHandle);
    const moved = handles.filter((handle) => !this.stuck.has(handle));
    this.givenBack.push(...moved);
    this.waiting += moved.length;
    const faults = handles.filter((handle) => this.stuck.has(handle)).map((handle) => new Error(`${handle} is stuck`));
    return { count: moved.length, faults };
  }

  async keep(_queue: HeldQueueName, kept: readonly Kept<HeldMessage>[]): Promise<Moved> {
    this.kept.push(...kept.map(({ message, until }): [string, number] => [message.receiptHandle, until]));
    return { count: kept.length, faults: [] };
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

const releaserOf = (held: HeldQueuesInTest): (() => Promise<void>) =>
  createReleaser({
    held,
    holds,
    review: async (hold) => {
      reviewed.push(hold);
      await onReview(hold);
    },
    askLane: async (circuit) => onAsk(circuit),
    clock,
    monitor,
    rate,
    within: 45_000,
  });

const release = (held: HeldQueuesInTest): Promise<void> => releaserOf(held)();

beforeEach(() => {
  clock = new ClockInTest(noon);
  monitor = new RecordingMonitor();
  holds = new MemoryHoldStore();
  reviewed = [];
  onReview = async () => undefined;
  onAsk = (circuit) => circuit;
});

describe('release: holds that stand', () => {
  it('a daily limit is counted at every run for as long as it stands, for its channel, and other holds are not', async () => {
    await holds.place(holdUntilMidnight('international_sms', 'spent', noon), noon);
    await holds.place(holdEverything('refused', noon), noon);
    await release(new HeldQueuesInTest({}));
    expect(monitor.byChannel).toEqual({ 'DailyLimit sms': 1 });
    expect(monitor.measured).toEqual([{ metric: 'StandingHolds', value: 2 }]);
  });

  it('a hold that is over is not counted', async () => {
    await holds.place(holdUntilMidnight('email', 'spent', noon), noon);
    clock.moveBy(12 * 3_600_000);
    await release(new HeldQueuesInTest({}));
    expect(monitor.counts).toEqual({});
    expect(monitor.measured).toEqual([{ metric: 'StandingHolds', value: 0 }]);
  });
});

describe('release: held messages', () => {
  it('messages that nothing holds are released, and those with a later time stay hidden', async () => {
    const held = new HeldQueuesInTest({
      email: [aMessage('an email')],
      letter: [
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
    [['urgent', 'sms', 'international_sms', 'letter'], holdUntilMidnight('email', 'the daily limit', noon)],
    [['urgent', 'email', 'letter'], holdUntilMidnight('sms', 'the daily limit', noon)],
    [['urgent', 'email', 'sms', 'letter'], holdUntilMidnight('international_sms', 'the daily limit', noon)],
    [[], holdEverything('the key is refused', noon)],
  ])('only %j are read while a hold stops the other held queues', async (open, hold) => {
    await holds.place(hold, noon);
    const held = new HeldQueuesInTest({
      email: messages(3),
      sms: messages(3),
      international_sms: messages(3),
      letter: messages(3),
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

  it('each lane gets an equal share, even if a run has room for only one message', async () => {
    const held = new HeldQueuesInTest({ email: messages(100, 'email '), sms: messages(100, 'text ') });
    const run = releaserOf(held);
    for (let runs = 0; runs < 20; runs += 1) {
      held.waiting = room - 1;
      await run();
      clock.moveBy(60_000);
    }

    expect(held.givenBack).toHaveLength(20);
    expect(held.givenBack.filter((name) => name.startsWith('text'))).toHaveLength(10);
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

  it('messages that are received together are moved together, and those of all lanes at the same time', async () => {
    const held = new HeldQueuesInTest({ email: messages(10), sms: messages(3) });
    const began: [HeldQueueName, number][] = [];
    let seen = 0;
    held.release = async (queue, { length }) => {
      began.push([queue, length]);
      await new Promise((resolve) => setImmediate(resolve));
      seen ||= began.length;
      return { count: length, faults: [] };
    };
    await release(held);

    expect(began.slice(0, seen)).toEqual([
      ['email', 10],
      ['sms', 3],
    ]);
  });

  it('a run puts no more on the queue than there is room for, and is not paid to wait for room', async () => {
    const held = new HeldQueuesInTest({ email: messages(500) });
    await release(held);

    expect(held.givenBack).toHaveLength(room);
    expect(clock.slept).toEqual([]);
  });

  it('runs put no more on the queue than is sent meanwhile, though SQS counts a minute late', async () => {
    const held = new HeldQueuesInTest({ email: messages(500) });
    held.backlog = async () => 0;
    const run = releaserOf(held);
    for (const expected of [room, room + 24, room + 48]) {
      await run();
      expect(held.givenBack).toHaveLength(expected);
      clock.moveBy(60_000);
    }
  });

  it('release goes on from run to run as the queue is sent', async () => {
    const held = new HeldQueuesInTest({ email: messages(100) });
    const run = releaserOf(held);
    for (let runs = 0; runs < 4; runs += 1) {
      await run();
      clock.moveBy(60_000);
      held.waiting = Math.max(0, held.waiting - 24);
    }

    expect(held.givenBack).toHaveLength(100);
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
    held.release = async (_queue, { length }) => {
      releasedAt = clock.now();
      return { count: length, faults: [] };
    };
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
      expect.objectContaining({ level: 'error', what: 'held messages not moved; we try again at the next run' }),
    );
    expect(monitor.counts).toMatchObject({ Fault: 1 });
  });
});

describe('release: what fails', () => {
  it('a queue that cannot be read is logged, and does not stop the others', async () => {
    const held = new HeldQueuesInTest({ email: messages(3), sms: messages(3) });
    held.unreadable.add('email');
    await release(held);

    expect(held.givenBack).toHaveLength(3);
    expect(monitor.counts).toMatchObject({ Fault: 1 });
    expect(monitor.said).toContainEqual(
      expect.objectContaining({ what: 'held messages cannot be read; we try again at the next run' }),
    );
  });

  it('where nothing can be moved, a run does not take every message of the lane in vain', async () => {
    const held = new HeldQueuesInTest({ sms: messages(500) });
    for (let number = 0; number < 500; number += 1) held.stuck.add(String(number));
    await release(held);

    expect(monitor.counts).toEqual({ Fault: 10 });
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
