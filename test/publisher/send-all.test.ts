import type { MessageToPublish, PublishProgress, PublishResult } from '../../lib/publisher';
import { awsError, openPublisher, queueUrl, urgentQueueUrl } from './aws-in-memory';

const templateId = '5d7c0a0e-5b0f-4d43-8a36-6f1f9d7b1c01';
const text = (place: number): MessageToPublish => ({
  type: 'sms',
  templateId,
  phoneNumber: '07900900123',
  idempotencyKey: `text ${place}`,
});
const texts = (count: number): MessageToPublish[] => Array.from({ length: count }, (_, place) => text(place));

/** Lets everything happen that can. */
const settle = () => new Promise((resolve) => setTimeout(resolve, 5));

/** A source of which it is known how far it was read. */
function source(count: number) {
  const read = { count: 0 };
  async function* messages() {
    for (let place = 0; place < count; place += 1) {
      read.count += 1;
      yield text(place);
    }
  }
  return { read, messages: messages() };
}

describe('publisher: sendAll', () => {
  it('all messages are published in batches, from any kind of iterable', async () => {
    for (const messages of [texts(25), new Set(texts(25)), source(25).messages]) {
      const { aws, publisher } = openPublisher();
      expect(await publisher.sendAll(messages)).toEqual({ published: 25, failed: 0, failures: [] });
      expect(aws.batches.map(({ entries }) => entries.length)).toEqual([10, 10, 5]);
    }
  });

  it('an empty source publishes nothing', async () => {
    const { aws, publisher } = openPublisher();
    expect(await publisher.sendAll([])).toEqual({ published: 0, failed: 0, failures: [] });
    expect(aws.batches).toEqual([]);
  });

  it('each message goes to its own queue and to the group of its channel', async () => {
    const { aws, publisher } = openPublisher();
    await publisher.sendAll([
      { ...text(0), priority: 'urgent' },
      { type: 'email', templateId, emailAddress: 'amala@example.com' },
      { type: 'letter', templateId, personalisation: { address_line_1: 'Amala' } },
      { type: 'precompiled_letter', content: 'JVBERi0xLjc=' },
    ]);
    const groups = aws.batches.map((batch) => [
      batch.queueUrl,
      batch.entries.map(({ MessageGroupId }) => MessageGroupId),
    ]);
    expect(new Map(groups as [string, string[]][])).toEqual(
      new Map([
        [urgentQueueUrl, ['sms']],
        [queueUrl, ['email', 'letter', 'letter']],
      ]),
    );
  });

  it('sendAll keeps to its concurrency, and reads no further until there is room', async () => {
    const { aws, publisher } = openPublisher();
    let open = (): void => undefined;
    aws.gate = new Promise((resolve) => (open = resolve));
    const { read, messages } = source(1000);
    const all = publisher.sendAll(messages, { concurrency: 3 });
    await settle();
    expect(aws.mostAtOnce).toBe(3);
    // Each of the three knows that its batch is full when it sees what no longer fits.
    expect(read.count).toBeLessThanOrEqual(3 * 10 + 1);
    open();
    expect(await all).toMatchObject({ published: 1000 });
    expect(aws.mostAtOnce).toBe(3);
  });

  it.each([0, -1, 1.5, Number.NaN, Infinity])('a concurrency of %d is refused', async (concurrency) => {
    const { read, messages } = source(5);
    await expect(openPublisher().publisher.sendAll(messages, { concurrency })).rejects.toThrow(
      `concurrency must be a whole number and at least 1, got ${concurrency}: choose another`,
    );
    expect(read.count).toBe(0);
  });
});

describe('publisher: sendAll without delay', () => {
  const urgent: MessageToPublish = { ...text(0), priority: 'urgent' };

  it('an urgent message leaves with the first batch of a mailing', async () => {
    const { aws, publisher } = openPublisher();
    await publisher.sendAll([urgent, ...texts(1000)], { concurrency: 1 });
    expect(aws.batches).toHaveLength(101);
    expect(aws.batches[0]).toMatchObject({ queueUrl: urgentQueueUrl, entries: [{}] });
    expect(aws.batches.slice(1).every(({ entries }) => entries.length === 10)).toBe(true);
  });

  it('a message leaves after a moment if its source gives nothing more', async () => {
    const { aws, clock, publisher } = openPublisher();
    let goOn = (): void => undefined;
    const pause = new Promise<void>((resolve) => (goOn = resolve));
    async function* slow() {
      yield* [urgent, text(1), text(2)];
      await pause;
      yield text(3);
    }
    const all = publisher.sendAll(slow());
    await settle();
    expect(aws.batches.map((batch) => [batch.queueUrl, batch.entries.length])).toEqual([
      [urgentQueueUrl, 1],
      [queueUrl, 2],
    ]);
    expect(clock.slept).toEqual([20]);
    goOn();
    expect(await all).toMatchObject({ published: 4 });
  });

  it('a slow source still fills its batches, and leaves no timer behind', async () => {
    const timers: AbortSignal[] = [];
    const clock = {
      sleep: async (_milliseconds: number, signal?: AbortSignal) => {
        if (signal) timers.push(signal);
        return new Promise<void>(() => {});
      },
    };
    const { aws, publisher } = openPublisher({ clock });
    async function* unhurried() {
      for (const message of texts(20)) {
        await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
        yield message;
      }
    }
    expect(await publisher.sendAll(unhurried())).toMatchObject({ published: 20 });
    expect(aws.batches.map(({ entries }) => entries.length)).toEqual([10, 10]);
    expect(timers.length).toBeGreaterThan(0);
    expect(timers.every(({ aborted }) => aborted)).toBe(true);
  });
});

describe('publisher: sendAll progress and results', () => {
  it('onProgress says how many messages are published so far', async () => {
    const { publisher } = openPublisher();
    const progress: PublishProgress[] = [];
    await publisher.sendAll(texts(25), { concurrency: 1, onProgress: (now) => progress.push(now) });
    expect(progress.map(({ published }) => published)).toEqual([10, 20, 25]);
  });

  it('onResult says what happened to every message, and the valid ones are published', async () => {
    const { aws, publisher } = openPublisher();
    aws.sqsMeets.push({ 1: { Code: 'InvalidMessageContents', SenderFault: true } });
    const results: PublishResult[] = [];
    const bad = { ...text(1), templateId: '' } as MessageToPublish;
    const result = await publisher.sendAll([text(0), bad, text(2), text(3)], {
      onResult: (one) => void results.push(one),
    });
    expect(result).toMatchObject({ published: 2, failed: 2 });
    expect(results.toSorted((a, b) => a.index - b.index)).toEqual([
      { index: 0, ok: true, deliveryId: expect.any(String) as string, idempotencyKey: 'text 0' },
      { index: 1, ok: false, error: expect.objectContaining({ message: 'templateId must not be empty' }) as Error },
      { index: 2, ok: false, error: expect.objectContaining({ code: 'InvalidMessageContents' }) as Error },
      { index: 3, ok: true, deliveryId: expect.any(String) as string, idempotencyKey: 'text 3' },
    ]);
    expect(new Set(result.failures.map(({ index }) => index))).toEqual(new Set([1, 2]));
  });

  it('without onResult, the result holds the first hundred failures and the number of all', async () => {
    const { aws, publisher } = openPublisher();
    aws.sqsMeets.push(...Array.from({ length: 30 }, () => awsError('AccessDenied', 'client')));
    const { published, failed, failures } = await publisher.sendAll(texts(300));
    expect({ published, failed, told: failures.length }).toEqual({ published: 0, failed: 300, told: 100 });
  });

  it('a slow onResult holds back the publishing', async () => {
    const { aws, publisher } = openPublisher();
    let go = (): void => undefined;
    const wait = new Promise<void>((resolve) => (go = resolve));
    const all = publisher.sendAll(texts(100), { concurrency: 1, onResult: () => wait });
    await settle();
    expect(aws.batches).toHaveLength(1);
    go();
    expect(await all).toMatchObject({ published: 100 });
  });
});

describe('publisher: sendAll errors', () => {
  it('an error in the source is thrown after everything before it is published and reported', async () => {
    const { aws, publisher } = openPublisher();
    async function* breaking() {
      yield* texts(25);
      throw new Error('line 26 of the file cannot be read');
    }
    const told: number[] = [];
    const onResult = ({ index }: PublishResult): void => void told.push(index);
    await expect(publisher.sendAll(breaking(), { onResult })).rejects.toThrow('line 26 of the file cannot be read');
    expect(aws.entries).toHaveLength(25);
    expect(new Set(told).size).toBe(25);
  });

  it('a source that is not iterable throws at once', async () => {
    const { aws, publisher } = openPublisher();
    await expect(publisher.sendAll({} as MessageToPublish[])).rejects.toThrow(TypeError);
    expect(aws.batches).toEqual([]);
  });

  it('an error in onResult for an invalid message stops all reading and publishing', async () => {
    const { aws, publisher } = openPublisher();
    const onResult = (): void => {
      throw new Error('the screen is gone');
    };
    const messages = [text(0), { ...text(1), templateId: '' } as MessageToPublish, text(2)];
    await expect(publisher.sendAll(messages, { onResult })).rejects.toThrow('the screen is gone');
    expect(aws.batches).toEqual([]);
  });

  it('an error in a callback is thrown, and the source is closed', async () => {
    const { publisher } = openPublisher();
    let closed = false;
    async function* messages() {
      try {
        for (let place = 0; ; place += 1) yield text(place);
      } finally {
        closed = true;
      }
    }
    const onProgress = (): void => {
      throw new Error('the screen is gone');
    };
    await expect(publisher.sendAll(messages(), { onProgress })).rejects.toThrow('the screen is gone');
    expect(closed).toBe(true);
  });

  it.each(['onProgress', 'onResult'])('an error in %s is thrown, even if it comes later', async (name) => {
    const { publisher } = openPublisher();
    const callback = () => Promise.reject(new Error('the screen is gone'));
    await expect(publisher.sendAll(texts(1), { [name]: callback })).rejects.toThrow('the screen is gone');
  });
});
