import { cancelMessage, type CancelStore, type Cancellation } from './cancel';
import { openCancelStore } from './cancel-store';
import { NotCancelledError } from './errors';
import { missingSetting } from './missing-setting';
import type { NotifyPublisherOptions } from './publisher-options';

/** Cancels the message with an idempotency key. */
export type Cancel = (idempotencyKey: string) => Promise<Cancellation>;

/** Cancels in the tables of a pipeline, of which the publisher may know nothing. */
export function createCancel(options: NotifyPublisherOptions): Cancel {
  const { pipelineId, tableName, scheduledTableName, dynamoDbClient, clock } = options;
  const now = (): number => clock?.now?.() ?? Date.now();
  let store: Promise<CancelStore> | undefined;

  return async (idempotencyKey) => {
    if (!tableName || !scheduledTableName) throw new NotCancelledError('TableMissing', instead['TableMissing']);
    try {
      store ??= openCancelStore({ tableName, scheduledTableName }, dynamoDbClient, now);
      return await cancelMessage(await store, { pipelineId, idempotencyKey }, now());
    } catch (error) {
      const { name = 'Error', code } = Object(error) as { name?: string; code?: unknown };
      const why = missingSetting(error) ?? (typeof code === 'string' ? code : name);
      throw new NotCancelledError(why, instead[why] ?? 'cancel it again', { cause: error });
    }
  };
}

const instead: Readonly<Record<string, string>> & { readonly TableMissing: string } = {
  TableMissing: 'give the publisher tableName and scheduledTableName',
  AccessDeniedException: 'call grantCancel of the NotifyPipeline with the role that cancels',
};
