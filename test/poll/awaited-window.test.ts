import { AwaitedWindow } from '../../lambda/poll/awaited-window';
import type { AwaitedDelivery } from '../../lambda/shared/deliveries/delivery-store';

const at = (number: number): string => String(number).padStart(4, '0');
const delivery = (number: number): AwaitedDelivery => ({
  id: `delivery ${number}`,
  sent_at: at(number),
  notification_id: `notification ${number}`,
});

/** Deliveries sent at 1, 2, … up to that time, and how many of them were read. */
function openWindow(count: number) {
  const read = { count: 0 };
  async function* newestFirst(): AsyncIterable<AwaitedDelivery> {
    for (let number = count; number > 0; number -= 1) {
      read.count += 1;
      yield delivery(number);
    }
  }
  return { window: new AwaitedWindow(newestFirst()), read };
}

describe('AwaitedWindow', () => {
  it('the window reads no more deliveries than it is asked for, plus one', async () => {
    const { window, read } = openWindow(100);
    expect(await window.newest()).toBe(at(100));
    expect(read.count).toBe(1);
    expect(await window.readDownTo(at(91), 1000)).toBe(false);
    expect(read.count).toBe(11);
    expect(await window.readDownTo(at(1), 20)).toBe(true);
    expect(read.count).toBe(31);
  });

  it('a delivery in the window can be taken once', async () => {
    const { window } = openWindow(100);
    await window.readDownTo(at(91), 1000);
    expect(window.take('notification 90')).toEqual([]);
    expect(window.take('notification 95')).toEqual([delivery(95)]);
    expect(window.take('notification 95')).toEqual([]);
  });

  it('takeSentAfter takes the deliveries sent after a time, and none sent at that very moment', async () => {
    const { window } = openWindow(10);
    await window.readDownTo(at(5), 1000);
    expect(window.takeSentAfter(at(7), 2)).toEqual([delivery(10), delivery(9)]);
    expect(window.takeSentAfter(at(7), 2)).toEqual([delivery(8)]);
    expect(window.takeSentAfter(at(7), 2)).toEqual([]);
    expect(await window.newest()).toBe(at(7));
  });

  it('takeNewest takes the newest deliveries, first from the window and then from those still to be read', async () => {
    const { window, read } = openWindow(10);
    await window.readDownTo(at(9), 1000);
    expect(await window.takeNewest(1)).toEqual([delivery(10)]);
    expect(await window.takeNewest(3)).toEqual([delivery(9), delivery(8), delivery(7)]);
    expect(read.count).toBe(5);
    expect(await window.takeNewest(100)).toHaveLength(6);
    expect(await window.takeNewest(100)).toEqual([]);
  });

  it('newest gives nothing when no delivery is left', async () => {
    const { window } = openWindow(1);
    await window.takeNewest(1);
    expect(await window.newest()).toBeUndefined();
    expect(await window.newest()).toBeUndefined();
  });
});
