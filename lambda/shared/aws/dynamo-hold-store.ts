import { BatchGetCommand, DeleteCommand, PutCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { stateItems } from '../../../lib/contract/state-items';
import { lanes } from '../../../lib/contract/lane';
import type { Circuit } from '../holds/circuit';
import { holdScopes, type Hold, type HoldScope } from '../holds/hold';
import type { HoldStore, Stops } from '../holds/hold-store';
import { circuitOf, itemOfCircuit } from './circuit-item';
import { conditionally } from './conditional-write';
import { itemOfHold } from './hold-item';

const idOf = (scope: HoldScope): string => stateItems.hold[scope];

/** The holds as items of the deliveries table, one for each scope, and the circuits, one for each lane. */
export class DynamoHoldStore implements HoldStore {
  readonly #client: DynamoDBDocumentClient;
  readonly #tableName: string;

  constructor(client: DynamoDBDocumentClient, tableName: string) {
    this.#client = client;
    this.#tableName = tableName;
  }

  async read(): Promise<Stops> {
    const ids = [...holdScopes.map(idOf), ...lanes.map((lane) => stateItems.lane[lane])];
    const { Responses, UnprocessedKeys } = await this.#client.send(
      new BatchGetCommand({ RequestItems: { [this.#tableName]: { Keys: ids.map((id) => ({ id })) } } }),
    );
    if (UnprocessedKeys?.[this.#tableName])
      throw new Error('the table throttles, so we cannot read its holds; we try again');
    const items = Responses?.[this.#tableName] ?? [];
    return {
      holds: items.flatMap((item) => holdOf(item) ?? []),
      circuits: items.flatMap((item) => circuitOf(item) ?? []),
    };
  }

  async place(hold: Hold, now: number): Promise<void> {
    const placed = new PutCommand({
      TableName: this.#tableName,
      Item: itemOfHold(hold),
      ConditionExpression: `NOT (${isHold}) OR (#until <= :now AND probe = :no)`,
      ExpressionAttributeNames: { '#scope': 'scope', '#until': 'until' },
      ExpressionAttributeValues: { ':scope': hold.scope, ':number': 'N', ':yes': true, ':no': false, ':now': now },
    });
    await conditionally(this.#client.send(placed));
  }

  async replace(seen: Hold, by: Hold | undefined): Promise<void> {
    const unchanged = {
      TableName: this.#tableName,
      ConditionExpression: 'since = :since AND #until = :until',
      ExpressionAttributeNames: { '#until': 'until' },
      ExpressionAttributeValues: { ':since': seen.since, ':until': seen.until },
    };
    await conditionally<unknown>(
      by
        ? this.#client.send(new PutCommand({ ...unchanged, Item: itemOfHold(by) }))
        : this.#client.send(new DeleteCommand({ ...unchanged, Key: { id: idOf(seen.scope) } })),
    );
  }

  async writeCircuit(circuit: Circuit): Promise<boolean> {
    const { version } = circuit;
    const written = new PutCommand({
      TableName: this.#tableName,
      Item: itemOfCircuit({ ...circuit, version: version + 1 }),
      // What somebody else put there is no circuit, and has no version of one.
      ConditionExpression: version === 0 ? 'NOT (version >= :first)' : 'version = :version',
      ExpressionAttributeValues: version === 0 ? { ':first': 1 } : { ':version': version },
    });
    return (await conditionally(this.#client.send(written))) !== undefined;
  }
}

/** What somebody else put under the id of a hold stops nothing, and gives way to a hold: the same rule as in `holdOf`. */
const isHold =
  '#scope = :scope AND attribute_type(since, :number) AND attribute_type(#until, :number) AND (probe = :yes OR probe = :no)';

function holdOf({
  id,
  scope,
  reason,
  since,
  until,
  probe,
  probes,
  by,
  lifted,
}: Readonly<Record<string, unknown>>): Hold | undefined {
  const known = holdScopes.find((one) => one === scope && idOf(one) === id);
  if (!known || typeof since !== 'number' || typeof until !== 'number' || typeof probe !== 'boolean') return undefined;
  return {
    scope: known,
    reason: String(reason),
    since,
    until,
    probe,
    probes: Number(probes) || 0,
    ...(typeof by === 'string' && { by }),
    ...(lifted === true && { lifted }),
  };
}
