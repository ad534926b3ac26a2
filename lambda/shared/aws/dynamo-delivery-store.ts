import { GetCommand, PutCommand, UpdateCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { randomBytes } from 'node:crypto';
import type { Delivery, DeliveryState } from '../../../lib/contract/delivery';
import type { Channel } from '../../../lib/contract/message';
import { PipelineError } from '../../../lib/contract/pipeline-error';
import { isDelivery } from '../../../lib/contract/is-delivery';
import type { RecordedCost } from '../deliveries/outcome';
import { mayFollow, reclaimed, claimability } from '../deliveries/states';
import { inOrder } from '../deliveries/awaited-order';
import type {
  AwaitedDelivery,
  AwaitedList,
  ListedDelivery,
  Transition,
  ClaimResult,
  DeliveryStore,
  Annotation,
  ReadOptions,
  Expected,
} from '../deliveries/delivery-store';
import { conditionally } from './conditional-write';
import { DynamoAwaitedIndex } from './dynamo-awaited-index';

interface UpdateTerms {
  readonly remove: readonly string[];
  readonly still: Expected;
  readonly conditions: readonly string[];
  /** Of the conditions. */
  readonly values: Readonly<Record<string, unknown>>;
}

/** The deliveries in DynamoDB. */
export class DynamoDeliveryStore implements DeliveryStore {
  readonly #client: DynamoDBDocumentClient;
  readonly #tableName: string;
  readonly #awaited: DynamoAwaitedIndex;

  constructor(client: DynamoDBDocumentClient, tableName: string) {
    this.#client = client;
    this.#tableName = tableName;
    this.#awaited = new DynamoAwaitedIndex(client, tableName);
  }

  async claim(candidate: Delivery, now: number, isKnown = false): Promise<ClaimResult> {
    // The SDK tries again when an answer is lost, and then finds its own claim in its way.
    const mine = { ...candidate, claim: randomBytes(9).toString('base64url') };
    let isToBeRead = isKnown;
    for (let verify = false; ;) {
      if (!isToBeRead && (await this.create(mine))) return { claimed: true, verify: false, delivery: mine };
      const existing = await this.find(mine.id);
      // Not there after all, or gone between the two calls because its time to live was over.
      isToBeRead = existing !== undefined;
      if (!existing) continue;
      if (existing.claim === mine.claim) return { claimed: true, verify, delivery: existing };
      const stands = claimability(existing, mine, now);
      if (stands.kind !== 'free' && stands.kind !== 'verify') {
        return { claimed: false, claimability: stands, delivery: existing };
      }
      verify = stands.kind === 'verify';
      const taken = await this.#take(existing, mine);
      if (taken) return { claimed: true, verify, delivery: taken };
    }
  }

  /** Replaces what was on record, if it has not changed since it was read. */
  async #take(existing: Delivery, candidate: Delivery): Promise<Delivery | undefined> {
    const delivery = reclaimed(existing, candidate);
    const won = await this.#write(
      new PutCommand({
        TableName: this.#tableName,
        Item: delivery,
        // Within one millisecond, only the lease distinguishes a claim from what was on record.
        ConditionExpression:
          '#state = :state AND changed_at = :changed_at AND (attribute_not_exists(lease_until) OR lease_until = :lease)',
        ExpressionAttributeNames: { '#state': 'state' },
        ExpressionAttributeValues: {
          ':state': existing.state,
          ':changed_at': existing.changed_at,
          ':lease': existing.lease_until ?? 0,
        },
      }),
    );
    return won ? delivery : undefined;
  }

  create(delivery: Delivery): Promise<boolean> {
    return this.#write(
      new PutCommand({
        TableName: this.#tableName,
        Item: delivery,
        ConditionExpression: 'attribute_not_exists(id)',
      }),
    );
  }

  transition(id: string, change: Transition, still: Expected = {}): Promise<boolean> {
    const { states, withoutId } = mayFollow(change);
    const from = [...states, ...withoutId];
    const among = (some: readonly DeliveryState[]): string =>
      `#state IN (${some.map((state) => `:from${from.indexOf(state)}`).join(', ')})`;
    const over = (['lease_until', 'awaited', 'reason', 'failure'] as const).filter(
      (name) => change[name] === undefined,
    );
    return this.#update(id, change, {
      remove: over,
      still,
      conditions: [
        withoutId.length === 0
          ? among(states)
          : `(${among(states)} OR (${among(withoutId)} AND attribute_not_exists(notification_id)))`,
      ],
      values: Object.fromEntries(from.map((state, index) => [`:from${index}`, state])),
    });
  }

  annotate(id: string, facts: Annotation, still: Expected): Promise<boolean> {
    return this.#update(id, facts, { remove: [], still, conditions: ['attribute_exists(#state)'], values: {} });
  }

  endWait(id: string, cost: RecordedCost | undefined): Promise<boolean> {
    return this.#update(id, cost ?? {}, {
      remove: ['awaited'],
      still: {},
      conditions: ['attribute_exists(awaited)', '#state <> :sent'],
      values: { ':sent': 'sent' satisfies DeliveryState },
    });
  }

  /** Sets and removes attributes of an item on conditions that may name its state. */
  #update(id: string, set: object, { remove, still, conditions, values }: UpdateTerms): Promise<boolean> {
    const given = (fields: object) => Object.entries(fields).filter(([, value]) => value !== undefined);
    const [setting, expecting] = [given(set), given(still)];
    const names = ['state', ...remove, ...[...setting, ...expecting].map(([name]) => name)];
    const setter = setting.length > 0 ? `SET ${setting.map(([name]) => `#${name} = :${name}`).join(', ')} ` : '';
    const removal = remove.length > 0 ? `REMOVE ${remove.map((name) => `#${name}`).join(', ')}` : '';
    return this.#write(
      new UpdateCommand({
        TableName: this.#tableName,
        Key: { id },
        UpdateExpression: `${setter}${removal}`.trim(),
        ConditionExpression: [...conditions, ...expecting.map(([name]) => `#${name} = :still_${name}`)].join(' AND '),
        ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
        ExpressionAttributeValues: {
          ...values,
          ...Object.fromEntries(setting.map(([name, value]) => [`:${name}`, value])),
          ...Object.fromEntries(expecting.map(([name, value]) => [`:still_${name}`, value])),
        },
      }),
    );
  }

  async find(id: string): Promise<Delivery | undefined> {
    const { Item } = await this.#client.send(
      new GetCommand({ TableName: this.#tableName, Key: { id }, ConsistentRead: true }),
    );
    if (Item && !isDelivery(Item)) {
      throw new PipelineError(
        `item ${id} of table ${this.#tableName} is not a delivery; find out who put it there, and delete it`,
      );
    }
    return Item;
  }

  awaitTogether(channel: Channel, deliveries: readonly ListedDelivery[], ttl: number): Promise<void> {
    return this.#awaited.add(channel, deliveries, ttl);
  }

  shorten(list: AwaitedList, rest: readonly ListedDelivery[]): Promise<void> {
    return this.#awaited.shorten(list, rest);
  }

  awaited(channel: Channel, from: string, to: string, reading: ReadOptions = {}): AsyncIterable<AwaitedDelivery> {
    return inOrder(this.#awaited.read(channel, from, to, reading), { from, to, order: reading.order });
  }

  async #write(command: PutCommand | UpdateCommand): Promise<boolean> {
    const written = command instanceof PutCommand ? this.#client.send(command) : this.#client.send(command);
    return (await conditionally<unknown>(written)) !== undefined;
  }
}
