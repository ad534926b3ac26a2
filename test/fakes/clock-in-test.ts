import type { Clock } from '../../lib/contract/clock';

/** A clock that stands still until it is moved. A sleep lets the time pass at once. */
export class ClockInTest implements Clock {
  /** How long anybody slept, in milliseconds. */
  readonly slept: number[] = [];

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

  async sleep(milliseconds: number): Promise<void> {
    this.slept.push(milliseconds);
    this.time += milliseconds;
  }
}
