import { performance } from 'node:perf_hooks';
import { NotifyClient } from '../../lib/notify';
import { apiKey, NotifyStandIn } from '../../lib/testing';
import { busyWorld } from './busy-world';
import { caughtBearer, message } from './messages';

// What the inbox costs: sends with and without it, in pairs, and how long its pages take with 10,000 messages.
//   npx tsx bench/stand-in/inbox.ts [pairs]

const pairs = Number(process.argv[2] ?? 7);
const sends = 10_000;
const world = busyWorld();

/** Sends in process to a stand-in with an inbox or without one. Gives milliseconds, and the stand-in. */
async function send(inbox: boolean): Promise<{
  readonly took: number;
  readonly standIn: NotifyStandIn;
  readonly close: () => Promise<void>;
  readonly url: string;
}> {
  const standIn = new NotifyStandIn({ world });
  const server = await standIn.listen({ inbox });
  const headers = { authorization: await caughtBearer(world) };
  globalThis.gc?.();
  const start = process.cpuUsage();
  for (let index = 0; index < sends; index += 1) {
    const { path, body } = message(index);
    await standIn.transport({ method: 'POST', url: new URL(server.url + path), headers, body, timeout: 35_000 });
  }
  const { user, system } = process.cpuUsage(start);
  return { took: (user + system) / 1000, standIn, ...server };
}

const median = (values: readonly number[]): number =>
  values.toSorted((one, other) => one - other)[values.length >> 1] ?? 0;

async function sendInPairs(): Promise<void> {
  const ratios: number[] = [];
  const took = { without: [] as number[], with: [] as number[] };
  for (let pair = 0; pair <= pairs; pair += 1) {
    // Which comes first changes, so that neither has the warmer process.
    const order = pair % 2 === 0 ? [false, true] : [true, false];
    const ofPair = new Map<boolean, number>();
    for (const inbox of order) {
      const run = await send(inbox);
      ofPair.set(inbox, run.took);
      await run.close();
    }
    if (pair === 0) continue;
    const [without = 1, withInbox = 1] = [ofPair.get(false), ofPair.get(true)];
    ratios.push(withInbox / without);
    took.without.push(without);
    took.with.push(withInbox);
  }
  const perSecond = (milliseconds: number): string => Math.round((1000 * sends) / milliseconds).toLocaleString('en-GB');
  console.log(
    `${perSecond(median(took.without))} sends a second without an inbox, ${perSecond(median(took.with))} with one (CPU time)`,
  );
  console.log(`the recorder costs ${((median(ratios) - 1) * 100).toFixed(1)} % (median of ${pairs} pairs); at most 10`);
}

/** The time that 95 of 100 requests take at most. */
async function time(name: string, most: number, url: string): Promise<void> {
  const times: number[] = [];
  let bytes = 0;
  for (let run = 0; run < 40; run += 1) {
    const start = performance.now();
    const answer = await fetch(url);
    bytes = (await answer.arrayBuffer()).byteLength;
    times.push(performance.now() - start);
  }
  const worst = times.toSorted((one, other) => one - other)[Math.floor(times.length * 0.95) - 1] ?? 0;
  console.log(
    `${name.padEnd(28)} ${worst.toFixed(0).padStart(5)} ms, at most ${most}; ${(bytes / 1000).toFixed(0)} KB`,
  );
}

async function look(): Promise<void> {
  const { url, close, standIn } = await send(true);
  const inbox = `${url}/_stand-in/inbox`;
  console.log(`\nwith ${standIn.notifications.size.toLocaleString('en-GB')} messages, 95 of 100 requests take`);
  await time('the list', 200, inbox);
  await time('type and status', 200, `${inbox}?type=sms&status=delivered`);
  await time('to a number', 200, `${inbox}?to=07900009999`);
  await time('reference that is not there', 200, `${inbox}?reference=nothing`);
  await time('latest', 200, `${url}/_stand-in/notifications/latest?to=person0@example.com`);
  await time('text search, nothing found', 400, `${inbox}?q=no+such+text`);
  await time('text search, all found', 400, `${inbox}?q=e`);
  const notify = new NotifyClient({ apiKey: apiKey(world), baseUrl: url });
  const waited: number[] = [];
  for (let run = 0; run < 20; run += 1) {
    const to = `waited${run}@example.com`;
    const found = fetch(`${url}/_stand-in/notifications/latest?to=${to}&wait=5000`).then((answer) => answer.json());
    await new Promise((resolve) => setTimeout(resolve, 60));
    const [, body] = [
      0,
      JSON.parse(message(0).body) as { template_id: string; personalisation: Record<string, string> },
    ];
    await notify.sendEmail({ templateId: body.template_id, emailAddress: to, personalisation: body.personalisation });
    const sent = performance.now();
    await found;
    waited.push(performance.now() - sent);
  }
  console.log(
    `${'latest that is waited for'.padEnd(28)} ${Math.max(...waited)
      .toFixed(0)
      .padStart(5)} ms after the send, at most 100`,
  );
  await close();
}

void sendInPairs().then(look);
