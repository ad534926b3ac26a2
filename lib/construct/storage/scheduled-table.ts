import type { Construct } from 'constructs';
import { scheduledTable } from '../../contract/scheduled';
import { PipelineTable, text, type KeptTableProps } from './pipeline-table';

/**
 * The table in which messages wait for a time of their own. It has no backups, which would store the content of messages for 35
 * days after it was deleted.
 */
export class ScheduledTable extends PipelineTable {
  constructor(scope: Construct, id: string, kept: KeptTableProps) {
    super(scope, id, {
      ...kept,
      called: 'the table of scheduled messages',
      shape: {
        partitionKey: text(scheduledTable.partitionKey),
        sortKey: text(scheduledTable.sortKey),
        timeToLiveAttribute: scheduledTable.timeToLive,
      },
    });
  }
}
