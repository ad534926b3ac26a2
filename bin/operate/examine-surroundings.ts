import type { PipelineDescription } from '../../lib/contract/pipeline-parameter';
import { errorCode } from '../../lib/notify/errors';
import { notKnown, well, wrong, type Finding } from './finding';

/** How long an answer may take, in milliseconds. */
const patience = 10_000;
/** What Notify takes of a difference between its clock and ours, in milliseconds. */
const mostSkew = 30_000;

/** Whether Notify can call back. Nothing is said with the call, so the function refuses it, if it is there. */
export async function examineCallbacks({ callbackUrl }: PipelineDescription): Promise<readonly Finding[]> {
  const subject = 'callback endpoint';
  if (callbackUrl === undefined) return [well(subject, 'callbacks are off')];
  const { host } = new URL(callbackUrl);
  try {
    const { status } = await fetch(callbackUrl, { method: 'POST', signal: AbortSignal.timeout(patience) });
    if (status === 401) return [well(subject, `${host} answers, and asks for a token`)];
    const mend =
      status === 403
        ? 'something before the function refuses calls, such as a policy or a firewall: let Notify through, then deploy again'
        : 'read the log of the callbacks function, and deploy again';
    return [wrong(subject, `${host} answers ${status}, but must ask for a token with 401`, mend)];
  } catch (error) {
    const why = errorCode(error) ?? (error as Error).name;
    return [
      wrong(
        subject,
        `${host} does not answer from here (${why})`,
        'check the domain, and whether this machine is allowed to call it',
      ),
    ];
  }
}

/** Whether the clock of this machine is right: Notify refuses a key, and AWS a signature, when it is not. */
export async function examineClock(url: string, now: () => number): Promise<readonly Finding[]> {
  const subject = 'clock of this machine';
  const mend = 'check the time of this machine, then run it again';
  try {
    const { headers } = await fetch(url, { method: 'HEAD', signal: AbortSignal.timeout(patience) });
    const theirs = Date.parse(headers.get('date') ?? '');
    if (Number.isNaN(theirs)) return [notKnown(subject, `${new URL(url).host} does not say its time`, mend)];
    const seconds = Math.round((now() - theirs) / 1000);
    if (Math.abs(seconds) * 1000 <= mostSkew) return [well(subject, 'right to half a minute')];
    return [
      wrong(
        subject,
        `${Math.abs(seconds)} seconds ${seconds > 0 ? 'fast' : 'slow'}`,
        'set it by a time server: Notify refuses requests that are more than 30 seconds off',
      ),
    ];
  } catch (error) {
    return [
      notKnown(subject, `${new URL(url).host} does not answer (${errorCode(error) ?? (error as Error).name})`, mend),
    ];
  }
}
