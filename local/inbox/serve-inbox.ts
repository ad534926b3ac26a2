import { hour } from '../../lib/contract/time';
import type { Monitor } from '../../lambda/shared/ports';
import type { World } from '../../lib/testing';
import { openRun, type Run, type RunContext, type RunEvents } from '../open-run';
import type { Sample, SampleText } from '../samples';
import { deliveriesOf } from './deliveries';
import { EventLog } from './event-log';
import { mover } from './move-on';
import { troublesFor } from './troubles';

interface InboxSettings extends RunEvents {
  readonly world: World;
  readonly messages: readonly Sample[];
  readonly texts: readonly SampleText[];
  readonly monitor: Monitor;
  /** @default none */
  readonly context?: RunContext | undefined;
  /** @default any free one */
  readonly port?: number;
}

/** Six hours after they were published there is something of everything to see, a dead letter too. */
const firstMove = 6 * hour;

/** A pipeline beside a stand-in whose inbox shows both, for as long as it is wanted. */
export async function serveInbox(settings: InboxSettings): Promise<Pick<Run, 'close'> & { readonly url: string }> {
  const { messages, texts, port = 0, ...rest } = settings;
  const events = new EventLog();
  const moveOn = mover(() => run);
  const run: Run = await openRun({
    ...rest,
    world: keptLong(rest.world),
    onEvent: (event) => events.enter(event),
    listen: {
      port,
      control: true,
      inbox: {
        moveOn,
        nextEventAt: () => finite(run.pipeline.nextAt()),
        deliveries: () => deliveriesOf(run, events),
      },
    },
  });
  try {
    troublesFor(run.standIn);
    await run.begin(messages, texts);
    await moveOn(firstMove);
  } catch (error) {
    await run.close();
    throw error;
  }
  return { url: `${run.url}/_stand-in/inbox`, close: run.close };
}

/** As long as Notify can keep messages, so that a letter that comes back is still there. */
const keptLong = ({ services, ...rest }: World): World => ({
  ...rest,
  services: services.map((service) => ({ ...service, retentionDays: { email: 90, sms: 90, letter: 90 } })),
});

const finite = (time: number): number | undefined => (Number.isFinite(time) ? time : undefined);
