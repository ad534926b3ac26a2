import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { table } from '../../../lib/contract/table';
import type { Item } from './table-in-process';

/**
 * The size of an item as DynamoDB counts it, in bytes.
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
 */
export const sizeOf = (item: Item): number => attributesSize(item);

function attributesSize(item: object): number {
  return Object.entries(item).reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + valueSize(value), 0);
}

function valueSize(value: unknown): number {
  if (typeof value === 'string') return Buffer.byteLength(value);
  // One byte for two significant digits, and one more; 21 at most.
  if (typeof value === 'number') return Math.min(21, Math.ceil(String(value).replace(/\D/g, '').length / 2) + 2);
  if (value instanceof Uint8Array) return value.byteLength;
  if (typeof value !== 'object' || value === null) return 1;
  return 3 + attributesSize(value) + Object.keys(value).length;
}

const units = (...items: (Item | undefined)[]): number =>
  Math.max(...items.map((item) => (item ? Math.ceil(sizeOf(item) / 1024) : 0)));

const { awaitedIndex, referenceIndex, partitionKey } = table;
const indexes = [
  { keys: [awaitedIndex.partitionKey, awaitedIndex.sortKey], projected: awaitedIndex.projected },
  { keys: [referenceIndex.partitionKey, referenceIndex.sortKey], projected: [] },
];

/** What one write costs: the larger of the items before and after, and every entry of an index that changes. */
export function unitsOf(before: Item | undefined, after: Item | undefined): number {
  return indexes.reduce(
    (sum, { keys, projected }) => {
      const [old, fresh] = [before, after].map((item) => entryOf(item, keys, projected));
      if (JSON.stringify(old) === JSON.stringify(fresh)) return sum;
      const moved = old && fresh && keys.some((key) => old[key] !== fresh[key]);
      return sum + (moved ? units(old) + units(fresh) : units(old, fresh));
    },
    units(before, after),
  );
}

/** The entry that an item has in an index: none unless it has all the keys. */
function entryOf(item: Item | undefined, keys: readonly string[], projected: readonly string[]): Item | undefined {
  if (!item || keys.some((key) => item[key] === undefined)) return undefined;
  const names = [partitionKey, ...keys, ...projected];
  return Object.fromEntries(names.filter((name) => name in item).map((name) => [name, item[name]]));
}

/** Does one write, and counts what it costs by its item before and after. One that is refused costs a unit too. */
export async function meterWrite<Result>(
  client: DynamoDBDocumentClient,
  { TableName, Key }: { readonly TableName: string; readonly Key: Item },
  write: () => Promise<Result>,
  count: (units: number) => void,
): Promise<Result> {
  const read = async (): Promise<Item | undefined> =>
    (await client.send(new GetCommand({ TableName, Key, ConsistentRead: true }))).Item;
  const before = await read();
  try {
    return await write();
  } finally {
    const after = await read();
    count(Math.max(1, unitsOf(before, after)));
  }
}

/** Counts the write units of all that a client writes from now on. */
export function meter(client: DynamoDBDocumentClient): { readonly units: number; readonly writes: number } {
  const counted = { units: 0, writes: 0 };
  client.middlewareStack.add((next, context) => async (args) => {
    const { TableName, Item, Key } = args.input as { TableName: string; Item?: Item; Key?: Item };
    if (!/^(Put|Update|Delete)/.test(context.commandName ?? '')) return next(args);
    const written = { TableName, Key: { [partitionKey]: (Item ?? Key)?.[partitionKey] } };
    return meterWrite(
      client,
      written,
      () => next(args),
      (units) => {
        counted.units += units;
        counted.writes += 1;
      },
    );
  });
  return counted;
}
