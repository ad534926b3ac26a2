import { around } from './around';

/** Where a worker dies: before or after the step with this number, counted from 0. */
export interface Death {
  readonly step: number;
  readonly when: 'before' | 'after';
}

/**
 * A worker's life. Each of its side effects is a step; when it dies, it does no more: what it waits for never comes, as
 * for a function that is killed.
 */
export class Life {
  readonly #death: Death | undefined;
  readonly #onDeath: () => void;
  readonly #onStep: () => void;
  /** How many steps were taken. */
  taken = 0;
  /** The names of the first of them, in order. */
  readonly steps: string[] = [];
  #dead = false;

  constructor(death: Death | undefined, onDeath: () => void, onStep: () => void = () => undefined) {
    this.#death = death;
    this.#onDeath = onDeath;
    this.#onStep = onStep;
  }

  get dead(): boolean {
    return this.#dead;
  }

  async step<Result>(name: string, effect: () => Promise<Result>): Promise<Result> {
    if (this.#dead) return never();
    const number = this.taken;
    this.taken += 1;
    this.#onStep();
    if (number < remembered) this.steps.push(name);
    if (this.#death?.step === number && this.#death.when === 'before') return this.#die();
    try {
      return await effect();
    } finally {
      if (this.#death?.step === number && this.#death.when === 'after') void this.#die();
      // What others of the batch had begun goes on without them.
      if (this.#dead) await never();
    }
  }

  /** The same object, each of whose methods is a step. */
  wrap<Port extends object>(name: string, port: Port, methods: readonly (keyof Port & string)[]): Port {
    return around(port, methods, (method, call) => this.step(`${name}.${method}`, call));
  }

  #die(): Promise<never> {
    if (!this.#dead) {
      this.#dead = true;
      this.#onDeath();
    }
    return never();
  }
}

/** A simulator that runs for days would otherwise remember little else. */
const remembered = 1000;

const never = (): Promise<never> => new Promise(() => undefined);
