import type { Clock } from '../../lib/clock';

/** A clock that stands still until it is moved. */
export class ClockInTest implements Clock {
  constructor(private time: number) {}

  now(): number {
    return this.time;
  }

  moveTo(time: number): void {
    this.time = time;
  }

  moveBy(milliseconds: number): void {
    this.time += milliseconds;
  }

  sleep(): Promise<void> {
    return Promise.reject(new Error('nothing here sleeps'));
  }
}
