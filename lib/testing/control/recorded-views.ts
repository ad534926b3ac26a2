import { iso } from '../../contract/time';
import type { CallbackAttempt } from '../callbacks/callbacks';
import type { WaitingFault } from '../faults/fault-book';
import type { RecordedBody, RecordedRequest } from '../recorder/recorded-request';

// What was recorded, as JSON has it: times in ISO 8601, and null for what there is not.

const isoOrNull = (milliseconds: number): string | null => (Number.isFinite(milliseconds) ? iso(milliseconds) : null);

/** A length of time in whole milliseconds. */
export const rounded = (milliseconds: number): number => Math.round(milliseconds);

export function showCallback(attempt: CallbackAttempt): object {
  const { at, status = null, error = null, nextAt, took, answer = null, ...rest } = attempt;
  const next = nextAt === undefined ? null : iso(nextAt);
  return { ...rest, at: iso(at), status, error, took: rounded(took), nextAt: next, answer };
}

/** A request in one line, without headers and bodies. */
export function showRequest({ number, at, method, target, token, signedBy, answer, ...rest }: RecordedRequest): object {
  const { faults, took, messageId } = rest;
  return {
    number,
    at: iso(at),
    method,
    target,
    token,
    signedBy: signedBy && { service: signedBy.service.id, key: signedBy.key.name, keyType: signedBy.key.type },
    status: answer?.status ?? null,
    error: answer?.error ?? null,
    faults: faults.map(({ kind }) => kind),
    took: rounded(took),
    messageId,
  };
}

/** A request with headers and bodies. */
export function showWholeRequest(request: RecordedRequest): object {
  const { headers, body, answer } = request;
  return {
    ...showRequest(request),
    headers,
    body: bodyText(body),
    bodySize: body.size,
    answerHeaders: answer && Object.fromEntries(pairs(answer.headers)),
    answer: answer && bodyText(answer.body),
    answerSize: answer?.body.size ?? null,
  };
}

/** Names and values that follow each other, as pairs. */
export function pairs(list: readonly string[]): [name: string, value: string][] {
  return list.flatMap((name, index) => (index % 2 === 0 ? [[name, list[index + 1] ?? '']] : []));
}

export const bodyText = ({ beginning }: RecordedBody): string => beginning.toString();

export function showFault({ number, script, hasPredicate, toSkip, left, until, struck }: WaitingFault): object {
  const { fault, when = {} } = script;
  const mayStrike = Number.isFinite(left) ? left : null;
  return { number, fault, when, hasPredicate, skip: toSkip, left: mayStrike, until: isoOrNull(until), struck };
}
