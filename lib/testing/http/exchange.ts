import type { Clock } from '../../contract/clock';
import type { Fault } from '../faults/fault';
import type { FaultBook } from '../faults/fault-book';
import { htmlPage } from '../faults/pages';
import type { Notify } from '../notify';
import { handle } from './application';
import type { ExchangeOutcome } from './exchange-outcome';
import type { NotifyRequest } from './request';
import type { RequestCounts } from './request-counts';

/** Handles one request, with whatever is scripted to go wrong. */
export async function exchange(
  request: NotifyRequest,
  notify: Notify,
  faults: FaultBook,
  counts: RequestCounts,
  clock: Pick<Clock, 'sleep'>,
): Promise<ExchangeOutcome> {
  const struck = faults.strike(request);
  const fault = struck.find(({ kind }) => kind !== 'latency');
  const { recorder } = notify;
  const at = notify.now();
  recorder.received(request);
  const began = recorder.on ? performance.now() : 0;
  await wait(struck, 'request', clock);
  const outcome = await outcomeOf(request, notify, fault);
  counts.add(request, outcome);
  await wait(struck, 'answer', clock);
  if (recorder.on) recorder.answered(request, outcome, { faults: struck, at, took: performance.now() - began });
  return outcome;
}

async function wait(
  faults: readonly Fault[],
  before: 'request' | 'answer',
  clock: Pick<Clock, 'sleep'>,
): Promise<void> {
  for (const fault of faults) {
    if (fault.kind === 'latency' && (fault.before ?? 'request') === before) await clock.sleep(fault.milliseconds);
  }
}

async function outcomeOf(request: NotifyRequest, notify: Notify, fault: Fault | undefined): Promise<ExchangeOutcome> {
  if (fault?.kind === 'drop') {
    if (fault.accepted) await handle(request, notify, undefined);
    return { end: 'lost' };
  }
  if (fault?.kind === 'gateway' && fault.accepted === true) await handle(request, notify, undefined);
  const inPlace = fault?.kind === 'gateway' || fault?.kind === 'edge' ? htmlPage(fault.status) : undefined;
  return {
    end: 'answered',
    answer: inPlace ?? (await handle(request, notify, fault)),
    bodyTakes: fault?.kind === 'slow body' ? fault.milliseconds : 0,
    breaksOff: fault?.kind === 'half a body',
  };
}
