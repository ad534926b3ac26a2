import type { ScriptedFault } from '../../lib/testing';
import { minute } from '../../lib/contract/time';

const post = { method: 'POST' } as const;

/** Every way in which the stand-in can answer a send badly, each once. */
export const faultsOfNotify: Readonly<Record<string, ScriptedFault | undefined>> = {
  none: undefined,
  'a slow request': { fault: { kind: 'latency', milliseconds: 29_000 }, when: post },
  'a slow answer': { fault: { kind: 'latency', milliseconds: 40_000, before: 'answer' }, when: post },
  'lost before Notify had it': { fault: { kind: 'drop', accepted: false }, when: post },
  'lost after Notify took it': { fault: { kind: 'drop', accepted: true }, when: post },
  '500': { fault: { kind: 'server error' }, when: post },
  '500 though it is stored': { fault: { kind: 'server error', stored: true }, when: post },
  '504 in the envelope': { fault: { kind: 'time limit' }, when: post },
  '504 in the envelope though it took it': { fault: { kind: 'time limit', accepted: true }, when: post },
  '502 page': { fault: { kind: 'gateway', status: 502 }, when: post },
  '504 page though it took it': { fault: { kind: 'gateway', status: 504, accepted: true }, when: post },
  '404 of the edge': { fault: { kind: 'edge', status: 404 }, when: post },
  '400 of the edge': { fault: { kind: 'edge', status: 400 }, when: post },
  'rate limit': { fault: { kind: 'rate limit' }, when: post },
  'daily limit': { fault: { kind: 'daily limit' }, when: post },
  'a refused token': { fault: { kind: 'forbidden', reason: 'wrong clock' }, when: post },
  'a refused key': { fault: { kind: 'forbidden', reason: 'unknown key' }, milliseconds: 10 * minute },
  'a slow body': { fault: { kind: 'slow body', milliseconds: 50_000 }, when: post },
  'half a body': { fault: { kind: 'half a body' }, when: post },
  'an outage': { fault: { kind: 'gateway', status: 503 }, milliseconds: 20 * minute },
};
