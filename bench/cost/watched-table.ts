import { stateItems } from '../../lib/contract/state-items';
import type { Table } from '../../lambda/shared/aws/table';
import { meterWrite, sizeOf } from '../../test/shared/deliveries/write-units';
import type { Item } from '../../test/shared/deliveries/table-in-process';

/** What was asked of the table, in DynamoDB's units. */
export interface TableCounts {
  /** Of deliveries, indexes included. */
  deliveries: number;
  /** Of the lists of those whose status is awaited, with their index. */
  lists: number;
  /** Of the rate limit. */
  rateLimit: number;
  /** Of all else: checkpoints, holds, what is known of lanes. */
  others: number;
  /** Of queries and batches. Single reads are left out: the process that takes the place of the stream reads as well. */
  reads: number;
}

/** Counts all that the pipeline asks of a table from now on. */
export function watch(table: Table, counts: TableCounts): Table {
  const { client, name } = table;
  client.middlewareStack.add((next, context) => async (args) => {
    const input = args.input as { readonly Item?: Item; readonly Key?: Item };
    const command = context.commandName ?? '';
    const id: unknown = (input.Item ?? input.Key)?.['id'];
    if (!/^(Put|Update|Delete)/.test(command)) {
      const result = await next(args);
      counts.reads += readUnits(command, result.output);
      return result;
    }
    return meterWrite(
      client,
      { TableName: name, Key: { id } },
      () => next(args),
      (units) => (counts[kindOf(String(id))] += units),
    );
  });
  return table;
}

function kindOf(id: string): Exclude<keyof TableCounts, 'reads'> {
  if (id === stateItems.rateLimit) return 'rateLimit';
  if (id.startsWith(stateItems.awaitedList)) return 'lists';
  return /^[0-9a-f]{8}-/.test(id) ? 'deliveries' : 'others';
}

/** Half a unit for every 4 KB that a query reads, a unit for every item that a batch asks for. */
function readUnits(command: string, output: unknown): number {
  if (command === 'QueryCommand') {
    const { Items = [] } = output as { readonly Items?: readonly Item[] };
    return 0.5 * Math.max(1, Math.ceil(Items.reduce((sum, item) => sum + sizeOf(item), 0) / 4096));
  }
  if (command !== 'BatchGetCommand') return 0;
  return Object.keys(stateItems.hold).length + Object.keys(stateItems.lane).length;
}
