import type { Duration } from 'aws-cdk-lib';
import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Function } from 'aws-cdk-lib/aws-lambda';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { anyUuid } from '../../contract/payloads';
import { stateItems } from '../../contract/state-items';
import type { DeliveriesTable } from '../storage/deliveries-table';
import { toGetObjects, toReadSecret, toReceive, toSend, toUseItems } from '../storage/key-use';
import { grantKey } from '../storage/key-user';
import type { ScheduledTable } from '../storage/scheduled-table';
import type { HashKey } from '../storage/hash-key';
import type { Triggers } from './triggers';
import { letterPdfArn, payloadArns } from '../storage/pipeline-bucket';

/** What people who operate a pipeline have to do with. */
export interface OperatedParts {
  readonly table: DeliveriesTable;
  readonly scheduledTable: ScheduledTable;
  /** All of them. */
  readonly functions: readonly Function[];
  readonly hashKeySecret: HashKey;
  readonly bucket: IBucket;
  /** How long what was deleted from the bucket can be restored, if it can. */
  readonly bucketVersionRetention: Duration | undefined;
  readonly encryptionKey: IKey;
  /** Those that messages are put on. */
  readonly entrances: readonly [IQueue, ...IQueue[]];
  readonly heldQueues: readonly IQueue[];
  readonly deadLetterQueue: IQueue;
  /** All others. */
  readonly otherQueues: readonly IQueue[];
  /** What starts functions, by the function. */
  readonly triggers: Triggers;
}

type Allow = (actions: readonly string[], resources: readonly string[], conditions?: object) => Grant;

const allowing =
  (grantee: IGrantable): Allow =>
  (actions, resourceArns, conditions) =>
    Grant.addToPrincipal({
      grantee,
      actions: [...actions],
      resourceArns: [...resourceArns],
      ...(conditions && { conditions: conditions as Record<string, Record<string, unknown>> }),
    });

const arnsOf = (queues: readonly IQueue[]): string[] => queues.map(({ queueArn }) => queueArn);

const take = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:ChangeMessageVisibility', 'sqs:GetQueueAttributes'];

/** Lets someone see how a pipeline is and what is on record. */
export function grantOperate(grantee: IGrantable, parts: OperatedParts): Grant {
  const { table, encryptionKey, entrances, heldQueues, deadLetterQueue, otherQueues } = parts;
  const allow = allowing(grantee);
  const queues = [...entrances, ...heldQueues, deadLetterQueue, ...otherQueues];
  return allow(['dynamodb:BatchGetItem', 'dynamodb:GetItem', 'dynamodb:Scan'], [table.tableArn])
    .combine(
      allow(
        ['dynamodb:DescribeContinuousBackups', 'dynamodb:DescribeTable', 'dynamodb:DescribeTimeToLive'],
        [table.tableArn],
      ),
    )
    .combine(allow(['dynamodb:Query'], table.searchIndexArns))
    .combine(allow(['sqs:GetQueueAttributes'], arnsOf(queues)))
    .combine(
      allow(
        ['lambda:GetEventSourceMapping'],
        parts.triggers.eventSources.map(({ arn }) => arn),
      ),
    )
    .combine(
      allow(
        ['scheduler:GetSchedule'],
        parts.triggers.schedules.map(({ arn }) => arn),
      ),
    )
    .combine(
      allow(
        ['lambda:GetFunctionConfiguration', 'lambda:GetFunctionConcurrency'],
        parts.functions.map(({ functionArn }) => functionArn),
      ),
    )
    .combine(table.findByRecipient ? grantHashKey(grantee, parts) : nothingToHash(grantee))
    .combine(grantKey(encryptionKey, grantee, toUseItems(table)));
}

/** Lets someone place holds and end them. */
export function grantHold(grantee: IGrantable, { table, encryptionKey }: OperatedParts): Grant {
  return allowing(grantee)(['dynamodb:BatchGetItem', 'dynamodb:DeleteItem', 'dynamodb:PutItem'], [table.tableArn], {
    'ForAllValues:StringLike': {
      'dynamodb:LeadingKeys': [...Object.values(stateItems.hold), ...Object.values(stateItems.lane)],
    },
  }).combine(grantKey(encryptionKey, grantee, toUseItems(table)));
}

/** Lets someone put dead letters back on the queue that each came from. */
export function grantRedrive(grantee: IGrantable, parts: OperatedParts): Grant {
  const { encryptionKey, entrances, heldQueues, deadLetterQueue } = parts;
  const allow = allowing(grantee);
  return allow(take, [deadLetterQueue.queueArn])
    .combine(allow(['sqs:SendMessage'], arnsOf([...entrances, ...heldQueues])))
    .combine(grantKey(encryptionKey, grantee, toReceive(deadLetterQueue)))
    .combine(grantKey(encryptionKey, grantee, toSend(...entrances, ...heldQueues)));
}

/** Lets someone delete all that a pipeline has of one person. */
export function grantErase(grantee: IGrantable, parts: OperatedParts): Grant {
  const { table, scheduledTable, bucket, encryptionKey, entrances, heldQueues, deadLetterQueue } = parts;
  const allow = allowing(grantee);
  const only = (ids: string) => ({ 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [ids] } });
  return (
    allow(['dynamodb:GetItem', 'dynamodb:Scan'], [table.tableArn])
      // Deliveries are never deleted: what remains says that a message was sent.
      .combine(allow(['dynamodb:PutItem', 'dynamodb:UpdateItem'], [table.tableArn], only(anyUuid)))
      .combine(allow(['dynamodb:DeleteItem'], [table.tableArn], only(`${stateItems.textsToNumber}*`)))
      .combine(allow(['dynamodb:GetItem', 'dynamodb:DeleteItem'], [scheduledTable.tableArn]))
      .combine(allow(['dynamodb:Query'], table.searchIndexArns))
      .combine(grantHashKey(grantee, parts))
      .combine(allow(take, arnsOf([...entrances, ...heldQueues, deadLetterQueue])))
      .combine(allow(['s3:GetObject', 's3:DeleteObject'], payloadArns(bucket)))
      .combine(allow(['s3:DeleteObject'], [letterPdfArn(bucket)]))
      // Without it S3 does not say that an object is missing, but that it may not be read.
      .combine(allow(['s3:ListBucket'], [bucket.bucketArn]))
      .combine(grantKey(encryptionKey, grantee, toUseItems(table, scheduledTable)))
      .combine(grantKey(encryptionKey, grantee, toReceive(...entrances, ...heldQueues, deadLetterQueue)))
      .combine(grantKey(encryptionKey, grantee, toGetObjects(bucket)))
  );
}

/** Of somebody whose address they have, people find what was sent to them. */
const grantHashKey = (grantee: IGrantable, { hashKeySecret, encryptionKey }: OperatedParts): Grant =>
  allowing(grantee)(['secretsmanager:GetSecretValue'], [hashKeySecret.secretArn]).combine(
    grantKey(encryptionKey, grantee, toReadSecret(hashKeySecret.secretArn, hashKeySecret.env.region)),
  );

const nothingToHash = (grantee: IGrantable): Grant => Grant.drop(grantee, 'nothing can be found by its recipient');
