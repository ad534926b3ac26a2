import { second, minute } from '../../../lib/contract/time';
import type { Lane } from '../../../lib/contract/lane';

/** Why a lane is stopped: Notify fails on its messages, or refuses them for a condition of the service or the key. */
export const circuitCauses = ['down', 'not allowed'] as const;

export type CircuitCause = (typeof circuitCauses)[number];

/**
 * What all senders know of a lane in trouble: a circuit breaker that they share. While all is well there is none. Times
 * are in milliseconds since the epoch.
 */
export interface Circuit {
  readonly lane: Lane;
  /** Counts the writes, so that each is made of what was read. */
  readonly version: number;
  /** While it is open, no message of the lane is given to Notify but a probe. */
  readonly open: boolean;
  readonly cause: CircuitCause;
  /** For a person to read. */
  readonly reason: string;
  /** When the trouble began. */
  readonly since: number;
  /** While it is open, when Notify is next tried; after that, when it was closed. */
  readonly until: number;
  /** How often in a row Notify was tried in vain. */
  readonly probes: number;
  /** When a message was given to Notify that failed for a reason that nobody knows yet. */
  readonly doubtedAt?: number;
  /** When a message was given to Notify, for the first time, that was taken while there were doubts. */
  readonly takenAt?: number;
  /** When Notify last answered an empty message of the lane as it should. */
  readonly answeredAt?: number;
  /** When it last answered each of several that came one after the other. */
  readonly provenAt?: number;
  /** When it last failed to answer one of them. */
  readonly disprovenAt?: number;
  /** Until then a refusal for this reason is taken for how it is meant to be. */
  readonly settledUntil?: number;
  readonly settledReason?: string;
}

/** Longer than a message takes with Notify: the worker that probed has died when it is over. */
const probeLease = minute;
/** Within this time the same trouble goes on where it was, however often it seemed to be over. */
const sameTrouble = 10 * minute;
/** How long a condition of the service holds a lane before it is taken for how it is meant. */
const conditionHolds = 15 * minute;
const settledFor = 24 * 60 * minute;
/** Until it was tried so often in vain, a stop may be a mistake, and any message may be the one that finds out. */
const youngProbes = 2;
/** For so long an answer of Notify's says how it is now: the release function asks every minute. */
const freshFor = 2 * minute;
/** What is written of a lane need not be written again for so long. */
const notedFor = 5 * second;
/** Messages that failed come back for some hours. As long it is noted now and then that others are taken. */
const troubledFor = 120 * minute;
const notedAgainAfter = 10 * minute;

/** A little less than the minute between two runs of the release function, so that each run finds it due. */
const backOff = (probes: number): number => Math.min(50 * second, 2 * second * 2 ** probes);

/** The circuit of a lane of which nothing bad is known. */
export const closedCircuit = (lane: Lane): Circuit => ({
  lane,
  version: 0,
  open: false,
  cause: 'down',
  reason: 'it is not known yet',
  since: 0,
  until: 0,
  probes: 0,
});

/** Whether the time has come to try Notify. */
export const isDue = ({ open, until }: Circuit, now: number): boolean => open && until <= now;

/** Whether a message may be the one that finds out. Where posts hang, one that does keeps its batch waiting. */
export const mayProbe = (circuit: Circuit, now: number): boolean =>
  isDue(circuit, now) && (circuit.cause === 'not allowed' || isYoung(circuit) || answersNow(circuit, now));

/** Whether a stop may be a mistake that is over in seconds. */
export const isYoung = ({ probes }: Circuit): boolean => probes <= youngProbes;

/** Whether Notify answers empty messages of the lane. */
export const answersNow = ({ answeredAt = -Infinity, disprovenAt = -Infinity }: Circuit, now: number): boolean =>
  answeredAt > now - freshFor && answeredAt >= disprovenAt;

/** Whether a message has failed of which it is not known yet whether it is itself to blame. */
export const isInDoubt = ({ doubtedAt, provenAt = -Infinity }: Circuit): boolean =>
  doubtedAt !== undefined && doubtedAt >= provenAt;

/** Whether a refusal for that reason is how it is meant to be. */
export const isSettled = (circuit: Circuit | undefined, reason: string, now: number): boolean =>
  (circuit?.settledUntil ?? 0) > now && circuit?.settledReason === reason;

/** A message failed, and nobody knows why. `undefined`: there is a doubt on record already. */
export const doubted = (circuit: Circuit, at: number): Circuit | undefined =>
  isInDoubt(circuit) ? undefined : { ...circuit, doubtedAt: at };

/** Notify took a message. `undefined`: that is known, or nobody has to know. */
export function witnessed(circuit: Circuit, at: number): Circuit | undefined {
  const { open, doubtedAt = -Infinity, takenAt = -Infinity } = circuit;
  if (open || doubtedAt < at - troubledFor) return undefined;
  return takenAt > at - (isInDoubt(circuit) ? notedFor : notedAgainAfter) ? undefined : { ...circuit, takenAt: at };
}

/** What opens a circuit. */
export interface Trouble {
  readonly cause: CircuitCause;
  readonly reason: string;
  /** Whether Notify takes long to answer. */
  readonly hangs?: boolean;
}

/** The lane stops. Its back-off goes on where it was if the same trouble ended a short while ago. */
export function opened(circuit: Circuit, { cause, reason, hangs = false }: Trouble, now: number): Circuit | undefined {
  if (circuit.open) return undefined;
  const again = circuit.cause === cause && circuit.since > 0 && circuit.until > now - sameTrouble;
  const probes = Math.max(again ? circuit.probes : 0, hangs ? youngProbes + 1 : 0);
  const since = again ? circuit.since : now;
  return { ...circuit, open: true, cause, reason, since, until: now + backOff(probes), probes, doubtedAt: now };
}

/** A message is about to find out; no other does so meanwhile. `undefined`: it is not its turn. */
export const probeTaken = (circuit: Circuit, now: number): Circuit | undefined =>
  mayProbe(circuit, now) ? { ...circuit, until: now + probeLease } : undefined;

/** The message could not find out after all, so another may at that time. */
export const probeReturned = (circuit: Circuit, at: number): Circuit | undefined =>
  circuit.open ? { ...circuit, until: at } : undefined;

/** It is as it was. A condition that nobody mends is taken for how it is meant after a while. */
export function probeFailed(circuit: Circuit, { cause, reason }: Trouble, now: number): Circuit | undefined {
  if (!circuit.open) return undefined;
  const probes = circuit.probes + 1;
  if (cause === 'not allowed' && circuit.cause === cause && now - circuit.since >= conditionHolds) {
    return { ...settled(circuit, reason, now), probes };
  }
  // Another trouble than before has begun only now.
  const since = circuit.cause === cause ? circuit.since : now;
  return { ...circuit, cause, reason, since, probes, until: now + backOff(probes) };
}

/** Refusals for this reason are how it is meant: nothing waits for their end any more. */
export const settled = (circuit: Circuit, reason: string, now: number): Circuit => ({
  ...circuit,
  open: false,
  until: now,
  settledUntil: now + settledFor,
  settledReason: reason,
});

/** Notify takes messages of the lane again: one that was given to it then, if any was. */
export const closed = (circuit: Circuit, now: number, takenAt?: number): Circuit | undefined =>
  circuit.open ? { ...circuit, open: false, until: now, ...(takenAt === undefined ? {} : { takenAt }) } : undefined;

/** How many of the empty messages Notify answered as it should, which it is asked one after the other. */
export type Asked = { readonly answered: 'all' | 'some' } | { readonly answered: 'none'; readonly reason: string };

/** What is known after Notify was asked with empty messages of the lane. */
export function asked(circuit: Circuit, answer: Asked, now: number): Circuit {
  if (answer.answered === 'none') {
    const again = circuit.open ? probeFailed(circuit, { cause: 'down', reason: answer.reason }, now) : undefined;
    return { ...(again ?? circuit), disprovenAt: now };
  }
  return {
    ...circuit,
    ...(circuit.open ? { until: now } : {}),
    answeredAt: now,
    ...(answer.answered === 'all' ? { provenAt: now } : { disprovenAt: now }),
  };
}

/** Whether Notify is to be asked with empty messages: they find out nothing of what it allows the service. */
export const isToBeAsked = (circuit: Circuit, now: number): boolean =>
  circuit.open ? circuit.cause === 'down' && isDue(circuit, now) : isInDoubt(circuit);

/** When a message that an open circuit stops comes back by itself. `undefined`: it waits on a held queue. */
export const comesBackAt = (circuit: Circuit, now: number): number | undefined =>
  isYoung(circuit) ? Math.max(now + second, Math.min(circuit.until, now + 5 * second)) : undefined;
