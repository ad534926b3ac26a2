import type { WaitingFault } from '../../faults/fault-book';
import type { Fault } from '../../faults/fault';
import { counted, moment } from '../format';

/** A fault in words. */
export function describeFault({ kind, ...rest }: Fault): string {
  const facts = Object.entries(rest).map(([name, value]) => (value === true ? name : `${name}: ${String(value)}`));
  return facts.length === 0 ? kind : `${kind} (${facts.join(', ')})`;
}

/** Which requests a fault waits for. */
export function describeMatch({ script, hasPredicate }: WaitingFault): string {
  const facts = Object.entries(script.when ?? {}).map(([name, value]) => `${name} ${value}`);
  const all = [...facts, ...(hasPredicate ? ['a predicate of the test’s'] : [])];
  return all.length === 0 ? 'every request' : all.join(', ');
}

/** How often, and for how long, a fault strikes still. */
export function describeRest({ toSkip, left, until }: WaitingFault, now: number): string {
  const facts = [
    toSkip > 0 && `after ${counted(toSkip, 'more request', 'more requests')}`,
    Number.isFinite(left) && counted(left, 'time', 'times'),
    Number.isFinite(until) && `until ${moment(until, now)}`,
  ].filter((fact) => fact !== false);
  return facts.length === 0 ? 'always' : facts.join(', ');
}
