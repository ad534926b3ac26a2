import { DeleteCommand, PutCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { stateItems } from '../../../lib/contract/state-items';
import { isBudgetHold, isStanding, type Hold, type HoldScope } from '../holds/hold';
import type { HoldStore } from '../holds/hold-store';
import { conditionally } from './conditional-write';
import { itemOfHold } from './hold-item';

/** A hold that a person placed. */
export type OperatorHold = Hold & { readonly by: string };

/** Places a person's hold in the place of whatever hold stands there. */
export async function placeOperatorHold(
  client: DynamoDBDocumentClient,
  tableName: string,
  hold: OperatorHold,
): Promise<void> {
  await client.send(new PutCommand({ TableName: tableName, Item: itemOfHold(hold) }));
}

/** Ends a person's hold. `false`: no person holds that. */
export async function endOperatorHold(
  client: DynamoDBDocumentClient,
  tableName: string,
  scope: HoldScope,
): Promise<boolean> {
  const ended = client.send(
    new DeleteCommand({
      TableName: tableName,
      Key: { id: stateItems.hold[scope] },
      ConditionExpression: 'attribute_exists(#by)',
      ExpressionAttributeNames: { '#by': 'by' },
    }),
  );
  return (await conditionally<unknown>(ended)) !== undefined;
}

/** Lifts the hold of a spent budget for the rest of its day. `false`: none stands. */
export async function liftBudgetHold(store: HoldStore, scope: HoldScope, now: number): Promise<boolean> {
  const { holds } = await store.read();
  const standing = holds.find((hold) => hold.scope === scope && isBudgetHold(hold) && isStanding(hold, now));
  if (!standing) return false;
  await store.replace(standing, { ...standing, lifted: true });
  const after = await store.read();
  return after.holds.some((hold) => hold.scope === scope && hold.lifted === true);
}
