import type { RemovalPolicy } from 'aws-cdk-lib';
import {
  AttributeType,
  Billing,
  TableV2,
  type Attribute,
  type CfnGlobalTable,
  type ReplicaTableProps,
  type TablePropsV2,
} from 'aws-cdk-lib/aws-dynamodb';
import { AnyPrincipal, Effect, PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { InvalidSettingsError } from '../validation/invalid-settings-error';

/** What all tables of a pipeline are given. */
export interface KeptTableProps {
  readonly encryptionKey: IKey;
  readonly removalPolicy: RemovalPolicy;
  readonly deletionProtection: boolean;
}

/** What makes a table of a pipeline what it is. */
export interface PipelineTableProps extends KeptTableProps {
  /** What it is called in errors. */
  readonly called: string;
  readonly shape: TablePropsV2;
}

/** A table of the pipeline: paid for by use, encrypted with the pipeline's key, and of one region. */
export class PipelineTable extends TableV2 {
  override readonly encryptionKey: IKey;
  readonly #called: string;

  constructor(
    scope: Construct,
    id: string,
    { encryptionKey, removalPolicy, deletionProtection, called, shape }: PipelineTableProps,
  ) {
    super(scope, id, {
      ...shape,
      billing: Billing.onDemand(),
      deletionProtection,
      removalPolicy,
      resourcePolicy: encryptedConnectionsOnly('dynamodb:*'),
    });
    this.#called = called;
    this.encryptionKey = encryptionKey;
    this.encryptWith(encryptionKey);
  }

  /** @throws Error always: the key is of one region, and nothing would publish changes in another. */
  override addReplica({ region }: ReplicaTableProps): void {
    throw new InvalidSettingsError(
      `${this.#called} can have no replica in ${region}, because its key and the function that publishes its changes are in one region: forward the events to ${region} instead, as docs/guide/cross-account.md shows`,
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

export const text = (name: string): Attribute => ({ name, type: AttributeType.STRING });

/**
 * DynamoDB answers over HTTP too, and so do its streams, which the policy of the table is not for.
 * @see https://docs.aws.amazon.com/general/latest/gr/ddb.html
 */
export const encryptedConnectionsOnly = (...actions: readonly string[]): PolicyDocument =>
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
