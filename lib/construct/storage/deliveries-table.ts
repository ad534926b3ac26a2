import { ProjectionType, StreamViewType } from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';
import { table } from '../../contract/table';
import { encryptedConnectionsOnly, PipelineTable, text, type KeptTableProps } from './pipeline-table';

export interface DeliveriesTableProps extends KeptTableProps {
  /** Whether there is an index by recipient. */
  readonly findByRecipient: boolean;
}

const { awaitedIndex, referenceIndex, recipientIndex } = table;

/** The table that holds what happened to every message, with every change on its stream. */
export class DeliveriesTable extends PipelineTable {
  /** Whether there is an index by recipient. */
  readonly findByRecipient: boolean;

  constructor(scope: Construct, id: string, { findByRecipient, ...kept }: DeliveriesTableProps) {
    super(scope, id, {
      ...kept,
      called: 'the deliveries table',
      shape: {
        partitionKey: text(table.partitionKey),
        timeToLiveAttribute: table.timeToLive,
        pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
        streamResourcePolicy: encryptedConnectionsOnly(...streamActions),
        dynamoStream: StreamViewType.NEW_AND_OLD_IMAGES,
        globalSecondaryIndexes: [
          {
            indexName: awaitedIndex.name,
            partitionKey: text(awaitedIndex.partitionKey),
            sortKey: text(awaitedIndex.sortKey),
            projectionType: ProjectionType.INCLUDE,
            nonKeyAttributes: [...awaitedIndex.projected],
          },
          keysOnly(referenceIndex),
          ...(findByRecipient ? [keysOnly(recipientIndex)] : []),
        ],
      },
    });
    this.findByRecipient = findByRecipient;
  }

  /** The index of deliveries whose status is awaited, for policies. */
  get awaitedIndexArn(): string {
    return `${this.tableArn}/index/${awaitedIndex.name}`;
  }

  /** The indexes by which people look for deliveries, for policies. */
  get searchIndexArns(): string[] {
    return [referenceIndex, ...(this.findByRecipient ? [recipientIndex] : [])].map(
      ({ name }) => `${this.tableArn}/index/${name}`,
    );
  }
}

const keysOnly = ({ name, partitionKey, sortKey }: typeof referenceIndex | typeof recipientIndex) => ({
  indexName: name,
  partitionKey: text(partitionKey),
  sortKey: text(sortKey),
  projectionType: ProjectionType.KEYS_ONLY,
});

/** All that can be done to a stream. */
const streamActions = ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'];
