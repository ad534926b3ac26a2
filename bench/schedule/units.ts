import { deliveryId } from '../../lib/contract/identity';
import { slotOf } from '../../lib/contract/scheduled';
import { createDynamoSchedule } from '../../lambda/shared/aws/dynamo-schedule';
import { aDelivery, aDeliveryThatIs, noon } from '../../test/shared/deliveries/deliveries';
import { openTable } from '../../test/shared/deliveries/table-in-process';
import { createScheduledTable } from '../../test/shared/schedule/scheduled-table-in-process';

/** What DynamoDB counts for one step, in units for a message. */
export interface UnitStep {
  readonly step: string;
  readonly writes: number;
  readonly reads: number;
  /** Whether a message that is not scheduled has it too. */
  readonly always?: true;
}

const messages = 1000;
const body = JSON.stringify({
  type: 'email',
  template_id: 'f33517ff-2a88-4f6e-b855-c550268ce08a',
  email_address: 'amala.bird@example.gov.uk',
  personalisation: {
    first_name: 'Amala',
    last_name: 'Bird',
    appointment_date: 'Monday 3 March 2026',
    appointment_time: '10:45am',
    location: 'Jobcentre Plus, 12 High Street, Bristol BS1 2AB',
    link: 'https://www.service.gov.uk/appointments/9f0e6a4c-0b7a-4a39-8d1f-5f7c3d1d2a11/change',
  },
  reference: 'APPT-2026-000123',
  metadata: { team: 'appointments', batch: '2026-03-02-am' },
  idempotency_key: 'appointment-reminder/2026-03-02/000123',
  send_after: '2026-03-02T12:00:00.000Z',
});

/** Takes a thousand messages through the table, and counts what each step costs, on a DynamoDB in this process. */
export async function unitsOfSteps(): Promise<readonly UnitStep[]> {
  const table = await openTable();
  await createScheduledTable(table.client);
  const counted = { writes: 0, reads: 0 };
  table.client.middlewareStack.add(
    (next, context) => async (args) => {
      Object.assign(args.input, { ReturnConsumedCapacity: 'TOTAL' });
      const isWrite = /^(Put|Update|Delete|BatchWrite)/.test(context.commandName ?? '');
      try {
        const answer = await next(args);
        const { ConsumedCapacity = [] } = answer.output as { ConsumedCapacity?: object | object[] };
        for (const { CapacityUnits } of [ConsumedCapacity].flat() as { CapacityUnits: number }[]) {
          counted[isWrite ? 'writes' : 'reads'] += CapacityUnits;
        }
        return answer;
      } catch (error) {
        // A write that is refused costs one too.
        if ((error as Error).name === 'ConditionalCheckFailedException') counted.writes += 1;
        throw error;
      }
    },
    { step: 'initialize' },
  );
  const steps: UnitStep[] = [];
  const measure = async (step: string, work: () => Promise<unknown>, always = false): Promise<void> => {
    Object.assign(counted, { writes: 0, reads: 0 });
    await work();
    const { writes, reads } = counted;
    steps.push({ step, writes: writes / messages, reads: reads / messages, ...(always && { always: true as const }) });
  };

  const schedule = createDynamoSchedule(table.client, 'scheduled');
  const ids = Array.from({ length: messages }, (_, number) => deliveryId('bench', `scheduled ${number}`));
  await measure('the record, as held', async () => {
    for (const id of ids)
      await table.store.claim(aDeliveryThatIs('held', { id, scheduled: slotOf(id, 'email', noon) }), noon);
  });
  await measure('into the table', async () => {
    for (const id of ids) {
      const attributes = { NotifyIdempotencyKey: ['String', id] } as const;
      await schedule.put({ deliveryId: id, place: 'email', due: noon, body, attributes, groupId: 'email' });
    }
  });
  const keys: Parameters<typeof schedule.delete>[0][number][] = [];
  await measure('read when it is due', async () => {
    for (const shard of [0, 1, 2, 3]) {
      for (let after: (typeof keys)[number] | undefined, isFirst = true; isFirst || after; isFirst = false) {
        const page = await schedule.read({ minute: '2026-03-02T12:00', shard, most: 200, after });
        keys.push(...page.messages.map(({ key }) => key));
        after = page.next;
      }
    }
  });
  await measure('deleted', () => schedule.delete(keys));
  await measure('looked up before its claim', async () => {
    for (const id of ids) await table.store.find(id);
  });
  await measure(
    'claimed',
    async () => {
      for (const id of ids) await table.store.claim(aDelivery({ id, lease_until: noon + 165_000 }), noon, true);
    },
    true,
  );
  await table.close();
  // The claim looks up first: what it reads is counted in a line of its own.
  return steps.map((one) => (one.always ? { ...one, reads: 0 } : one));
}
