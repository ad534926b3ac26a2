// What a million delivered emails cost: list prices times what the pipeline was counted to ask of AWS.
//   npm run bench:cost -- [emails]
import { inFull, latest, report, type Row } from '../shared/results';
import { busyWorld } from '../stand-in/busy-world';
import type { LambdaSecondsCounted } from '../lambda-seconds/run';
import type { PollCounted } from '../poll/run';
import type { ScheduleCounted } from '../schedule/run';
import type { SendCounted } from '../send/run';
import { bill, type Item } from './bill';
import { count, type Counted } from './count';
import { ofAHold, ofAMailing, ofASingle, ofCallbacks, type Measured } from './items';
import { checked } from './prices.json';

const messages = Number(process.argv[2] ?? 400);

const written = (quantity: number): string => (quantity < 0.001 ? quantity.toExponential(2) : inFull(quantity, 3));

function rowsOf(name: string, items: readonly Item[], aim?: number): readonly Row[] {
  const { lines, dollars } = bill(items);
  return [
    {
      what: name,
      found: `$${dollars.toFixed(2)}`,
      ...(aim === undefined ? {} : { aim: `≤ $${aim.toFixed(1)}`, reached: dollars <= aim }),
    },
    ...lines.map(({ what, of, quantity, dollars: paid, source }) => ({
      what: `  ${what}`,
      against: `${written(quantity)} ${of}`,
      found: `$${paid.toFixed(2)}: ${source}`,
    })),
  ];
}

const unitsOf = ({ table }: Counted): number => table.deliveries + table.lists + table.rateLimit + table.others;

/** What being held once adds: of a mailing half of which must wait for midnight. */
async function holding(usual: Counted): Promise<{ readonly units: number; readonly events: number }> {
  const [service] = busyWorld().services;
  if (!service) throw new Error('the world has no service');
  const dailyLimits = { ...service.dailyLimits, email: messages / 2 };
  const found = await count({ messages, world: { services: [{ ...service, dailyLimits }] } });
  return {
    units: (found.table.deliveries - usual.table.deliveries) * 2,
    events: (found.events - usual.events) * 2,
  };
}

async function main(): Promise<void> {
  const send = latest<SendCounted>('send');
  if (!send) throw new Error('bench:cost goes on from what bench:send counts: run npm run bench:send first');
  const [usualPoll] = latest<PollCounted>('poll')?.counted ?? [];
  if (!usualPoll) throw new Error('bench:cost goes on from what bench:poll counts: run npm run bench:poll first');
  const measured: Measured = {
    logBytes: send.counted.logBytes,
    pollCalls: (usualPoll.byPage + usualPoll.byId) / usualPoll.outcomes,
    secondsOfSend: latest<LambdaSecondsCounted>('lambda-seconds')?.counted.secondsAMessage,
  };
  const scheduled = latest<ScheduleCounted>('schedule')?.counted.items;
  const released = latest<{ readonly callsAMessage: number }>('release')?.counted.callsAMessage;

  const world = busyWorld();
  const usual = await count({ messages, world });
  const finalOnly = await count({ messages, world, context: { events: 'final-only' } });
  const withCallbacks = await count({ messages, world, callbacks: true });
  const apart = await count({ messages: Math.ceil(messages / 4), world, apart: 2000 });
  const held = await holding(usual);
  const byDefault = ofAMailing(usual, measured);
  const rows = [
    ...rowsOf('a million emails of a mailing, by default', byDefault, 6),
    ...rowsOf('the same with final events only', ofAMailing(finalOnly, measured), 4.9),
    ...rowsOf('the same with callbacks', [...ofAMailing(withCallbacks, measured), ...ofCallbacks(withCallbacks)]),
    ...rowsOf('a million single messages', ofASingle(apart, measured)),
    ...(released === undefined
      ? []
      : rowsOf('a million emails held once', [...byDefault, ...ofAHold(released, held.units, held.events)])),
    ...(scheduled ? rowsOf('a million scheduled emails', [...byDefault, ...scheduled]) : []),
    {
      what: 'write units a delivered message',
      aim: '≤ 5',
      found: inFull(unitsOf(usual), 3),
      reached: unitsOf(usual) <= 5,
    },
  ];
  report('cost', rows, { usual, finalOnly, withCallbacks, apart, prices: checked });
}

void main();
