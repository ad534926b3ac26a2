import type { SQSMessageAttributes, SQSRecord } from 'aws-lambda';
import { messageAttributes } from '../../../lib/contract/attributes';
import { extendedClient, writePointer } from '../../../lib/contract/extended-client';
import { payloads } from '../../../lib/contract/payloads';
import { faultsOf, originalMessageId } from '../../send/delivery-record';
import type { MessageScheduler } from '../ports';
import { isForTable } from '../schedule/packed-body';
import type { ScheduledAttributes, ScheduleStore } from '../schedule/schedule-store';
import type { OffloadBucket } from './sqs-queues';

/** What came with a message is kept with it if it is no more than this, in bytes. The pipeline itself needs none of it. */
const mostCarriedOver = 512;

/**
 * Puts messages into the table of scheduled messages; through the bucket those that are too big for it. Only a pipeline that
 * traces pays for the bytes of a trace there.
 */
export function createMessageScheduler(
  table: Pick<ScheduleStore, 'put'>,
  { bucketName, blobs }: OffloadBucket,
  { traced = false }: { readonly traced?: boolean } = {},
): MessageScheduler {
  return {
    schedule: async (record, terms) => {
      const attributes = attributesOf(record);
      const { MessageGroupId: groupId, AWSTraceHeader } = record.attributes;
      const traceHeader = traced ? AWSTraceHeader : undefined;
      const message = { ...terms, attributes, groupId, traceHeader };
      if (isForTable(record.body)) return table.put({ ...message, body: record.body });
      // Under a key that is always the same, so that a second try leaves nothing behind.
      const key = `${payloads.prefix}${terms.deliveryId}`;
      await blobs.put(key, record.body);
      const size = ['Number', String(Buffer.byteLength(record.body))] as const;
      await table.put({
        ...message,
        body: writePointer({ bucketName, key }),
        attributes: { ...attributes, [extendedClient.sizeAttribute]: size },
      });
    },
  };
}

const ours: ReadonlySet<string> = new Set(Object.values(messageAttributes));
const sizes: ReadonlySet<string> = new Set([extendedClient.sizeAttribute, extendedClient.legacySizeAttribute]);

function attributesOf(record: SQSRecord): ScheduledAttributes {
  const faults = faultsOf(record);
  const own: ScheduledAttributes = {
    [messageAttributes.idempotencyKey]: ['String', originalMessageId(record)],
    ...(faults > 0 ? { [messageAttributes.faults]: ['Number', String(faults)] as const } : {}),
  };
  const others = Object.entries(record.messageAttributes)
    .filter(([name]) => !ours.has(name))
    .slice(0, 10 - Object.keys(own).length)
    .map(([name, attribute]) => [name, valueOf(attribute)] as const);
  const isLittle = Buffer.byteLength(JSON.stringify(others)) <= mostCarriedOver;
  return { ...Object.fromEntries(isLittle ? others : others.filter(([name]) => sizes.has(name))), ...own };
}

const valueOf = ({ dataType, stringValue, binaryValue }: SQSMessageAttributes[string]): readonly [string, string] => [
  dataType,
  stringValue ?? binaryValue ?? '',
];
