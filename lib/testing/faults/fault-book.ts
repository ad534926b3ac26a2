import { isObject, readJson } from '../../rules/python/read-json';
import { pathOf, type NotifyRequest } from '../http/request';
import type { Fault, FaultMatch, FaultScript } from './fault';

/** What a predicate is shown of a request. */
export interface FaultableRequest {
  /** The HTTP method. */
  readonly method: string;
  /** The path, without the query. */
  readonly path: string;
  /** The JSON body, if there is one. */
  readonly body: unknown;
}

/** A script as a test gives it: beside what JSON can say it may have a predicate of its own. */
export interface ScriptedFault extends FaultScript {
  /**
   * Decides, besides `when`, which requests it strikes.
   *
   * @default every request that `when` fits
   */
  readonly predicate?: (request: FaultableRequest) => boolean;
}

/** A script that may still strike. */
export interface WaitingFault {
  /** Counts up from 1. */
  readonly number: number;
  /** The script, without its predicate. */
  readonly script: FaultScript;
  /** Whether a predicate decides too. */
  readonly hasPredicate: boolean;
  /** How many requests it lets through first. */
  readonly toSkip: number;
  /** How often it may strike still; `Infinity` is without end. */
  readonly left: number;
  /** Until when it waits, in milliseconds since the epoch; `Infinity` is without end. */
  readonly until: number;
  /** How often it has struck. */
  readonly struck: number;
}

interface Entry {
  readonly number: number;
  readonly script: ScriptedFault;
  toSkip: number;
  left: number;
  readonly until: number;
  struck: number;
}

/**
 * Lets things go wrong: each script waits for the requests it is for. Where several are for one request, the one that
 * was added first strikes; latency is added to whatever else strikes.
 *
 * @example
 * notify.faults.add({ fault: { kind: 'drop', accepted: true }, when: { reference: 'order-1' } });
 * notify.faults.add({ fault: { kind: 'gateway', status: 502 }, times: 3 });
 * notify.faults.add({ fault: { kind: 'rate limit' }, milliseconds: 60_000 });
 */
export class FaultBook {
  private entries: Entry[] = [];
  private added = 0;

  constructor(private readonly now: () => number) {}

  /**
   * Adds a script. What it returns says how often the script has struck, and can remove it.
   *
   * @example
   * const script = notify.faults.add({ fault: { kind: 'rate limit' }, times: 2 });
   * console.log(script.struck);
   * script.remove();
   */
  add(script: ScriptedFault): { readonly number: number; readonly struck: number; remove(): void } {
    const { milliseconds, skip = 0, times = milliseconds === undefined ? 1 : Number.POSITIVE_INFINITY } = script;
    const until = this.now() + (milliseconds ?? Number.POSITIVE_INFINITY);
    this.added += 1;
    const number = this.added;
    const entry: Entry = { number, script, toSkip: skip, left: times, until, struck: 0 };
    this.entries.push(entry);
    return {
      number,
      get struck() {
        return entry.struck;
      },
      remove: () => void this.remove(number),
    };
  }

  /**
   * Those that may still strike, in the order in which they were added.
   *
   * @example
   * expect(notify.faults.list()).toEqual([]);
   */
  list(): readonly WaitingFault[] {
    const now = this.now();
    return this.entries
      .filter(({ left, until }) => left > 0 && now < until)
      .map(({ script: { predicate, ...script }, toSkip, ...entry }) => ({
        ...entry,
        script,
        toSkip: Math.max(toSkip, 0),
        hasPredicate: predicate !== undefined,
      }));
  }

  /**
   * Removes one script. Returns whether there was one with that number.
   *
   * @example
   * notify.faults.remove(1);
   */
  remove(number: number): boolean {
    const left = this.entries.filter((entry) => entry.number !== number);
    const found = left.length < this.entries.length;
    this.entries = left;
    return found;
  }

  /**
   * Removes every script.
   *
   * @example
   * notify.faults.clear();
   */
  clear(): void {
    this.entries = [];
  }

  /** Whether any script may still strike. */
  get waiting(): boolean {
    return this.entries.length > 0;
  }

  /**
   * What goes wrong with this request: latencies, and at most one fault of another kind.
   *
   * @internal
   */
  strike(request: NotifyRequest): readonly Fault[] {
    if (this.entries.length === 0) return [];
    const now = this.now();
    this.entries = this.entries.filter(({ left, until }) => left > 0 && now < until);
    const shown = show(request);
    const faults: Fault[] = [];
    for (const entry of this.entries) {
      const { fault } = entry.script;
      const taken = fault.kind !== 'latency' && faults.some(({ kind }) => kind !== 'latency');
      if (taken || !isFor(entry.script, shown)) continue;
      entry.toSkip -= 1;
      if (entry.toSkip >= 0) continue;
      entry.left -= 1;
      entry.struck += 1;
      faults.push(fault);
    }
    return faults;
  }
}

function show(request: NotifyRequest): FaultableRequest {
  const body = request.body.length === 0 ? undefined : readJson(request.body);
  return { method: request.method, path: pathOf(request), body };
}

function isFor({ when = {}, predicate }: ScriptedFault, request: FaultableRequest): boolean {
  return matches(when, request) && (predicate?.(request) ?? true);
}

function matches({ method, path, recipient, reference }: FaultMatch, request: FaultableRequest): boolean {
  const body = isObject(request.body) ? request.body : {};
  return (
    (method === undefined || method === request.method) &&
    (path === undefined || pathMatches(path, request.path)) &&
    (recipient === undefined || recipient === body['phone_number'] || recipient === body['email_address']) &&
    (reference === undefined || reference === body['reference'])
  );
}

function pathMatches(pattern: string, path: string): boolean {
  return pattern.endsWith('*') ? path.startsWith(pattern.slice(0, -1)) : path === pattern;
}
