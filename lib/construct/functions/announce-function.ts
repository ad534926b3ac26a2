import { Duration, Validations } from 'aws-cdk-lib';
import type { IEventBus } from 'aws-cdk-lib/aws-events';
import { FilterCriteria, FilterRule, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { environment } from '../../contract/environment';
import type { DeliveriesTable } from '../storage/deliveries-table';
import { queueKeyActions } from '../storage/encryption-key';
import { PipelineFunction, type FunctionSettings } from './pipeline-function';

export interface AnnounceFunctionProps extends FunctionSettings {
  readonly table: DeliveriesTable;
  readonly eventBus: IEventBus;
  /** Where letters wait whose PDFs are to be kept, if any are. */
  readonly letterPdfQueue: Queue | undefined;
}

/** Turns every change on the table's stream into an event on the bus, at least once, and does what else follows from it. */
export class AnnounceFunction extends PipelineFunction {
  constructor(scope: Construct, id: string, props: AnnounceFunctionProps) {
    const { table, eventBus, letterPdfQueue } = props;

    super(scope, id, {
      ...props,
      bundle: 'announce',
      description: 'Puts an event on the bus for every change of a delivery.',
      timeout: Duration.minutes(1),
      memorySize: 512,
      // The ARN serves where the API asks for the bus's name, and is the only way to reach another account's bus.
      variables: {
        [environment.eventBusName]: eventBus.eventBusArn,
        ...(letterPdfQueue && { [environment.letterPdfQueueUrl]: letterPdfQueue.queueUrl }),
      },
    });

    // With no limit set, it tries again until the stream forgets the record, after 24 hours.
    this.addEventSourceMapping('FromStream', {
      // It has one, for it tells of every change.
      eventSourceArn: table.tableStreamArn as string,
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize: 100,
      parallelizationFactor: 1,
      reportBatchItemFailures: true,
      filters: [
        FilterCriteria.filter({
          // A record that DynamoDB removes because its time is over is no change.
          eventName: FilterRule.or('INSERT', 'MODIFY'),
          // The rate limit and the holds are no deliveries, have no state, and change all the time.
          dynamodb: { NewImage: { state: { S: FilterRule.exists() } } },
        }),
      ],
    });
    table.grantStreamRead(this);
    Validations.of(this).acknowledge({
      id: 'Serverless-LambdaEventSourceMappingDestination',
      reason: 'It tries for as long as the stream keeps a record, and the record of the delivery stays in the table.',
    });
    eventBus.grantPutEventsTo(this);
    if (letterPdfQueue) {
      this.allow(['sqs:SendMessage'], letterPdfQueue.queueArn);
      this.allowKey(props.encryptionKey, queueKeyActions);
    }
  }
}
