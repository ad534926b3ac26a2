import { RemovalPolicy } from 'aws-cdk-lib';
import {
  AttributeType,
  Billing,
  ProjectionType,
  StreamViewType,
  TableV2,
  type Attribute,
  type CfnGlobalTable,
  type ReplicaTableProps,
} from 'aws-cdk-lib/aws-dynamodb';
import { AnyPrincipal, Effect, PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { table } from '../../contract/table';
import { InvalidSettingsError } from '../validation/invalid-settings-error';

export interface DeliveriesTableProps {
  readonly encryptionKey: IKey;
  readonly removalPolicy: RemovalPolicy;
}

const { awaitedIndex, referenceIndex } = table;

/** The table that holds what happened to every message, and tells of every change on its stream. */
export class DeliveriesTable extends TableV2 {
  override readonly encryptionKey: IKey;

  constructor(scope: Construct, id: string, { encryptionKey, removalPolicy }: DeliveriesTableProps) {
    super(scope, id, {
      partitionKey: text(table.partitionKey),
      timeToLiveAttribute: table.timeToLive,
      billing: Billing.onDemand(),
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: removalPolicy !== RemovalPolicy.DESTROY,
      removalPolicy,
      resourcePolicy: encryptedConnectionsOnly('dynamodb:*'),
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
        {
          indexName: referenceIndex.name,
          partitionKey: text(referenceIndex.partitionKey),
          sortKey: text(referenceIndex.sortKey),
          projectionType: ProjectionType.KEYS_ONLY,
        },
      ],
    });
    this.encryptionKey = encryptionKey;
    this.encryptWith(encryptionKey);
  }

  /** The index of deliveries whose status is awaited, for policies. */
  get awaitedIndexArn(): string {
    return `${this.tableArn}/index/${awaitedIndex.name}`;
  }

  /** @throws Error always: the key is of one region, and nothing would tell of what changes in another. */
  override addReplica({ region }: ReplicaTableProps): void {
    throw new InvalidSettingsError(
      `the deliveries table can have no replica in ${region}, for what encrypts it and what tells of its changes are of one region: send the events on to there, see docs/guide/cross-account.md`,
      this,
    );
  }

  /**
   * What `encryption: TableEncryptionV2.customerManagedKey(…)` would do, if it worked in a stack that names no region.
   * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-dynamodb-globaltable.html
   */
  private encryptWith(key: IKey): void {
    const resource = this.node.defaultChild as CfnGlobalTable;
    resource.addPropertyOverride('SSESpecification', { SSEEnabled: true, SSEType: 'KMS' });
    resource.addPropertyOverride('Replicas.0.SSESpecification', { KMSMasterKeyId: key.keyArn });
  }
}

const text = (name: string): Attribute => ({ name, type: AttributeType.STRING });

/** All that can be done to a stream. */
const streamActions = ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'];

/**
 * DynamoDB answers over HTTP too, and so do its streams, which the policy of the table is not for.
 * @see https://docs.aws.amazon.com/general/latest/gr/ddb.html
 */
const encryptedConnectionsOnly = (...actions: readonly string[]): PolicyDocument =>
  new PolicyDocument({
    statements: [
      new PolicyStatement({
        effect: Effect.DENY,
        principals: [new AnyPrincipal()],
        actions: [...actions],
        // A table cannot name itself before it is there. In its own policy this is the table and its indexes.
        resources: ['*'],
        conditions: { Bool: { 'aws:SecureTransport': 'false' } },
      }),
    ],
  });
