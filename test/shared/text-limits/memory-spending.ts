import type { SpendingStore } from '../../../lambda/shared/text-limits/spending';

/** What was spent, in this process. It counts the writes. */
export class MemorySpending implements SpendingStore {
  writes = 0;
  readonly byDay: Record<string, number> = {};

  async add(budget: string, day: string, amount: number): Promise<number> {
    this.writes += 1;
    const key = `${budget} ${day}`;
    return (this.byDay[key] = (this.byDay[key] ?? 0) + amount);
  }
}
