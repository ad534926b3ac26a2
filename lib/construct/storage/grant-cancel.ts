import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import { anyUuid } from '../../contract/payloads';

type KnownTable = Pick<TableV2, 'tableArn' | 'tableName' | 'env'>;

/** The tables of a pipeline, as far as they are known. */
export interface PipelineTables {
  readonly table?: KnownTable;
  readonly scheduledTable?: KnownTable;
}

/** Lets someone cancel: in the table of deliveries only those, whose ids are UUIDs, and none of the pipeline's own items. */
export function grantCancel(grantee: IGrantable, table: KnownTable, scheduledTable: KnownTable): Grant {
  const scheduled = Grant.addToPrincipal({
    grantee,
    actions: ['dynamodb:DeleteItem', 'dynamodb:PutItem'],
    resourceArns: [scheduledTable.tableArn],
  });
  const deliveries = Grant.addToPrincipal({
    grantee,
    actions: ['dynamodb:GetItem', 'dynamodb:UpdateItem'],
    resourceArns: [table.tableArn],
    conditions: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [anyUuid] } },
  });
  return deliveries.combine(scheduled);
}
