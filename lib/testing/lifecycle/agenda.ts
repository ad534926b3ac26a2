/** Something that happens at a moment to come. */
export interface Due {
  /** Milliseconds since the epoch. */
  readonly dueAt: number;
  happen(): void;
}

/** What is still to happen, soonest first: a binary heap. */
export class Agenda {
  private readonly heap: Due[] = [];

  add(due: Due): void {
    let index = this.heap.push(due) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      const above = this.heap[parent];
      if (above === undefined || above.dueAt <= due.dueAt) break;
      this.heap[index] = above;
      index = parent;
    }
    this.heap[index] = due;
  }

  /** Nothing is to happen any more. */
  clear(): void {
    this.heap.length = 0;
  }

  nextDueAt(): number | undefined {
    return this.heap[0]?.dueAt;
  }

  /** Takes out what is due soonest, if it is due by now. */
  takeDue(now: number): Due | undefined {
    const first = this.heap[0];
    if (first === undefined || first.dueAt > now) return undefined;
    const last = this.heap.pop();
    if (last !== undefined && this.heap.length > 0) this.sinkFromTop(last);
    return first;
  }

  private sinkFromTop(due: Due): void {
    let index = 0;
    for (;;) {
      const left = this.heap[2 * index + 1];
      const right = this.heap[2 * index + 2];
      const goesRight = right !== undefined && left !== undefined && right.dueAt < left.dueAt;
      const sooner = goesRight ? right : left;
      if (sooner === undefined || sooner.dueAt >= due.dueAt) break;
      this.heap[index] = sooner;
      index = 2 * index + (goesRight ? 2 : 1);
    }
    this.heap[index] = due;
  }
}
