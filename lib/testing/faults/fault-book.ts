import { isObject, readJson } from '../../rules/python/read-json';
import { pathOf, type NotifyRequest } from '../http/request';
import type { Fault, FaultMatch, FaultScript } from './fault';

/** What a predicate is shown of a request. */
export interface FaultableRequest {
  readonly method: string;
  readonly path: string;
  /** The JSON body, if there is one. */
  readonly body: unknown;
}

/** A script as a test gives it: beside what JSON can say it may have a predicate of its own. */
export interface ScriptedFault extends FaultScript {
  /** @default every request that `when` fits */
  readonly predicate?: (request: FaultableRequest) => boolean;
}

interface Entry {
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

  constructor(private readonly now: () => number) {}

  /** Adds a script. The answer says how often it has struck, and takes it back. */
  add(script: ScriptedFault): { readonly struck: number; remove(): void } {
    const { milliseconds, skip = 0, times = milliseconds === undefined ? 1 : Number.POSITIVE_INFINITY } = script;
    const until = this.now() + (milliseconds ?? Number.POSITIVE_INFINITY);
    const entry: Entry = { script, toSkip: skip, left: times, until, struck: 0 };
    this.entries.push(entry);
    return {
      get struck() {
        return entry.struck;
      },
      remove: () => {
        this.entries = this.entries.filter((other) => other !== entry);
      },
    };
  }

  /** Takes every script back. */
  clear(): void {
    this.entries = [];
  }

  /** Whether any script may still strike. */
  get waiting(): boolean {
    return this.entries.length > 0;
  }

  /** What goes wrong with this request: latencies, and at most one fault of another kind. */
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
