import {
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import type { PipelineDescription } from '../../lib/contract/pipeline-parameter';
import { connectTable } from './clients';
import { look, well, wrong, type Finding } from './finding';

const failure = { grant: 'grantOperate of the NotifyPipeline', mend: 'deploy the stack again' } as const;

/** Whether the table has what it was deployed with, which a restored one lacks. */
export async function examineTable({ tableName: TableName }: PipelineDescription): Promise<readonly Finding[]> {
  const table = connectTable();
  const mend = 'deploy the stack again, or follow "Restore the table" in docs/runbook.md';

  const stream = async (): Promise<Finding> => {
    const subject = 'stream of the table';
    const { Table } = await table.send(new DescribeTableCommand({ TableName }));
    return Table?.StreamSpecification?.StreamEnabled === true
      ? well(subject, 'on')
      : wrong(subject, 'it is off, so no event is published', mend);
  };
  const expiry = async (): Promise<Finding> => {
    const subject = 'TTL of the table';
    const { TimeToLiveDescription } = await table.send(new DescribeTimeToLiveCommand({ TableName }));
    return ['ENABLING', 'ENABLED'].includes(TimeToLiveDescription?.TimeToLiveStatus ?? '')
      ? well(subject, 'on')
      : wrong(subject, 'it is off, so records are kept for ever', mend);
  };
  const backups = async (): Promise<Finding> => {
    const subject = 'backups of the table';
    const { ContinuousBackupsDescription } = await table.send(new DescribeContinuousBackupsCommand({ TableName }));
    const { PointInTimeRecoveryStatus } = ContinuousBackupsDescription?.PointInTimeRecoveryDescription ?? {};
    return PointInTimeRecoveryStatus === 'ENABLED'
      ? well(subject, 'it can be restored to any second')
      : wrong(subject, 'point-in-time recovery is off, so it cannot be restored', mend);
  };
  const found = await Promise.all([
    look('stream of the table', stream(), failure),
    look('TTL of the table', expiry(), failure),
    look('backups of the table', backups(), failure),
  ]);
  return found.flat();
}
