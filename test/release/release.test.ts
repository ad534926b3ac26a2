import { createReleaser, type HeldMessage, type HeldQueue } from '../../lambda/release/release';
import { noon } from '../deliveries/deliveries';
import { ClockInTest } from '../wiring/clock-in-test';
import { RecordingMonitor } from '../wiring/recording-monitor';

const within = 40_000;
let clock: ClockInTest;
let monitor: RecordingMonitor;
let held: HeldQueueInTest;

/** A held queue that hides what was received, as SQS does. */
class HeldQueueInTest implements HeldQueue<HeldMessage> {
  readonly givenBack: string[] = [];
  readonly kept: [string, number][] = [];
  readonly stuck = new Set<string>();
  constructor(
    private visible: HeldMessage[],
    private readonly takes = 0,
  ) {}

  async receive(): Promise<readonly HeldMessage[]> {
    clock.moveBy(this.takes);
    return this.visible.splice(0, 10);
  }

  async giveBack({ receiptHandle }: HeldMessage): Promise<void> {
    if (this.stuck.has(receiptHandle)) throw new Error(`${receiptHandle} cannot be moved`);
    this.givenBack.push(receiptHandle);
  }

  async keepUntil({ receiptHandle }: HeldMessage, until: number): Promise<void> {
    if (this.stuck.has(receiptHandle)) throw new Error(`${receiptHandle} cannot be kept`);
    this.kept.push([receiptHandle, until]);
  }
}

const aMessage = (receiptHandle: string, until?: number): HeldMessage => ({
  receiptHandle,
  body: '{}',
  until,
  urgent: false,
});
const messages = (count: number, until?: number): HeldMessage[] =>
  Array.from({ length: count }, (_, n) => aMessage(`${n}`, until));

const release = (): Promise<void> => createReleaser({ held, clock, monitor, within })();

beforeEach(() => {
  clock = new ClockInTest(noon);
  monitor = new RecordingMonitor();
});

describe('the release of held messages', () => {
  it('brings back those whose hold has ended, and keeps the others out of sight until theirs does', async () => {
    held = new HeldQueueInTest([
      aMessage('over', noon - 1),
      aMessage('over now', noon),
      aMessage('not yet', noon + 1),
      aMessage('says nothing'),
      aMessage('in days', noon + 4 * 86_400_000),
    ]);
    await release();
    expect(held.givenBack).toEqual(['over', 'over now', 'says nothing']);
    expect(held.kept).toEqual([
      ['not yet', noon + 1],
      ['in days', noon + 4 * 86_400_000],
    ]);
    expect(monitor.said).toEqual([{ level: 'info', what: 'held messages released', about: { messages: 3 } }]);
  });

  it('goes on until there are no more to be seen', async () => {
    held = new HeldQueueInTest(messages(95, noon));
    await release();
    expect(held.givenBack).toHaveLength(95);
  });

  it('ends in time, and leaves the rest to the next run', async () => {
    held = new HeldQueueInTest(messages(95, noon), 20_000);
    await release();
    expect(held.givenBack).toHaveLength(20);
    await release();
    expect(held.givenBack).toHaveLength(40);
  });

  it('says nothing when there is nothing to do', async () => {
    held = new HeldQueueInTest([]);
    await release();
    expect(monitor.said).toEqual([]);
  });

  it('brings back all others when one cannot be moved, then fails, so that someone sees it', async () => {
    held = new HeldQueueInTest([...messages(25, noon), aMessage('to keep', noon + 1)]);
    held.stuck.add('3').add('to keep');
    await expect(release()).rejects.toThrow('3 cannot be moved');
    expect(held.givenBack).toHaveLength(24);
    expect(monitor.said).toContainEqual(
      expect.objectContaining({ level: 'error', what: 'held messages not moved', about: { messages: 2 } }),
    );
  });
});
