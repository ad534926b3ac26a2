import { deliveryStates, type DeliveryState } from '../../lib/contract/delivery';
import { suggestion } from '../../lib/contract/did-you-mean';
import { NotifyRecords, type DeliveryRecord } from '../../lib/records';
import { connectSecrets, connectTable } from '../operate/clients';
import { readRecipient } from '../operate/read-recipient';
import { readTime } from '../operate/read-time';
import { refused } from '../operate/refused';
import { recordLine, showRecord } from '../operate/show-record';
import { complain, exitCodes, print, type Command } from './command';
import { exitCodeOf, interruptible } from './interruptible';
import { readOptions } from './options';
import { findPipeline, pipelineOptions, pipelineUsage } from './pipeline';
import { connect, hasKey } from './service';

const usage = `  find --id ID | --key KEY | --reference TEXT | --notification ID | --recipient WHO | --state STATE
      Shows what happened to a message, or to all that match. Exit code 0 if it finds any, 1 if it finds none. Needs
      grantOperate.

      --id ID               the delivery's ID
      --key KEY             the idempotency key
      --reference TEXT      the publisher's reference
      --notification ID     Notify's ID. With NOTIFY_API_KEY it asks Notify; without, it reads the whole table
      --recipient WHO       an email address, a phone number, or the lines of a postal address, separated by commas. The
                            pipeline needs findByRecipient
      --state STATE         the state: ${deliveryStates.join(', ')}. Reads the whole table
      --since TIME          with --state, only from this time: 2026-03-02, 2026-03-02T09:30:00Z, 30m, 2h or 7d
      --limit N             show at most N; default 100
${pipelineUsage}
`;

const ways = ['id', 'key', 'reference', 'notification', 'recipient', 'state'] as const;
type Way = (typeof ways)[number];

export const find: Command = {
  usage,
  examples: [
    'find --reference JUG-0001',
    'find --recipient amala@example.com --json',
    'find --state rejected --since 2h --pipeline licences-production',
  ],
  async run(args) {
    const {
      since,
      limit = '100',
      ...values
    } = readOptions(args, {
      ...pipelineOptions,
      ...(Object.fromEntries(ways.map((way) => [way, { type: 'string' }])) as Record<Way, { type: 'string' }>),
      since: { type: 'string' },
      limit: { type: 'string' },
    });
    const given = ways.filter((way) => values[way] !== undefined);
    const [way] = given;
    if (!way || given.length > 1) {
      throw new Error(`give one of ${ways.map((each) => `--${each}`).join(', ')}, not ${given.length || 'none'}`);
    }
    if (since !== undefined && way !== 'state') throw new Error('--since works only with --state; leave it out');
    if (!/^[1-9]\d{0,6}$/.test(limit)) throw new Error(`--limit "${limit}" must be a whole number, at least 1`);
    const wanted = { way, text: values[way] ?? '', since: readTime(since ?? '1970-01-01', 'since', 'ago', Date.now()) };
    checkWanted(wanted);
    const { pipelineId, tableName, hashKeySecretId, findByRecipient } = await findPipeline(values.pipeline);
    const records = new NotifyRecords({
      pipelineId,
      tableName,
      hashKeySecretId,
      hasRecipientIndex: findByRecipient,
      dynamoDbClient: connectTable(),
      secretsManagerClient: connectSecrets(),
      ...(way === 'notification' && hasKey({}) ? { notify: await connect({}) } : {}),
    });
    return interruptible((stop) => show(search(records, wanted), Number(limit), values.json, stop)).catch(
      (error: unknown) => {
        throw refused('the records cannot be read', error, 'grantOperate');
      },
    );
  },
};

interface Wanted {
  readonly way: Way;
  readonly text: string;
  /** Milliseconds since the epoch. */
  readonly since: number;
}

/** Before anything is asked of AWS. */
function checkWanted({ way, text }: Wanted): void {
  if (way === 'recipient') readRecipient(text);
  if (way === 'state' && !(deliveryStates as readonly string[]).includes(text)) {
    throw new Error(`there is no state "${text}"; ${suggestion(text, deliveryStates)}`);
  }
}

async function* search(records: NotifyRecords, { way, text, since }: Wanted): AsyncGenerator<DeliveryRecord> {
  const one = async (found: Promise<DeliveryRecord | undefined>): Promise<readonly DeliveryRecord[]> => {
    const record = await found;
    return record ? [record] : [];
  };
  switch (way) {
    case 'id':
      return yield* await one(records.findById(text));
    case 'key':
      return yield* await one(records.findByKey(text));
    case 'notification':
      return yield* await one(records.findByNotificationId(text));
    case 'reference':
      return yield* records.findByReference(text);
    case 'recipient':
      return yield* records.findByRecipient(readRecipient(text));
    case 'state':
      return yield* records.findByState(text as DeliveryState, new Date(since));
  }
}

/** Prints those that are found. One alone is shown whole. Answers the exit code. */
async function show(
  found: AsyncIterable<DeliveryRecord>,
  limit: number,
  json: boolean,
  stop: AbortSignal,
): Promise<number> {
  const write = (record: DeliveryRecord, line: (record: DeliveryRecord) => string): void =>
    print(json ? JSON.stringify(record) : line(record));
  let first: DeliveryRecord | undefined;
  let count = 0;
  for await (const record of found) {
    if (stop.aborted) return exitCodeOf(stop.reason as NodeJS.Signals);
    if (count === limit) {
      complain(`there are more than ${limit}; give --limit for more`);
      break;
    }
    count += 1;
    // Whether it is the only one is known with the second.
    if (count === 1) first = record;
    if (count === 2 && first) write(first, recordLine);
    if (count > 1) write(record, recordLine);
  }
  if (count === 1 && first) write(first, showRecord);
  if (count === 0) complain('there is no record; the message may still be on a queue, or its record may have expired');
  return count === 0 ? exitCodes.incomplete : exitCodes.done;
}
