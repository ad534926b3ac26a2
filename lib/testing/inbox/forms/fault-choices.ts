import type { Fault } from '../../faults/fault';

/** A fault that can be chosen. */
interface FaultChoice {
  readonly name: string;
  /** What the client sees. */
  readonly says: string;
  readonly fault: Fault;
}

/** The faults that can be chosen on the page; orders in JSON can say more. */
export const faultChoices: readonly FaultChoice[] = [
  { name: 'gateway', says: '502 with a page of HTML', fault: { kind: 'gateway', status: 502 } },
  { name: 'server error', says: '500 from Notify', fault: { kind: 'server error' } },
  {
    name: 'lost answer',
    says: 'Notify has the message, and the connection is lost',
    fault: { kind: 'drop', accepted: true },
  },
  {
    name: 'lost request',
    says: 'the connection is lost before Notify has it',
    fault: { kind: 'drop', accepted: false },
  },
  { name: 'rate limit', says: '429, too many requests a minute', fault: { kind: 'rate limit' } },
  { name: 'daily limit', says: '429, too many messages today', fault: { kind: 'daily limit' } },
  { name: 'unknown key', says: '403, the key is not known', fault: { kind: 'forbidden', reason: 'unknown key' } },
  { name: 'revoked key', says: '403, the key was revoked', fault: { kind: 'forbidden', reason: 'revoked key' } },
  { name: 'time limit', says: '504 from Notify', fault: { kind: 'time limit' } },
  { name: 'slow', says: 'two seconds pass before the answer', fault: { kind: 'latency', milliseconds: 2000 } },
  { name: 'half a body', says: 'the connection is lost in the answer', fault: { kind: 'half a body' } },
];
