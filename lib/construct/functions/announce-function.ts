import { Duration } from 'aws-cdk-lib';
import type { IEventBus } from 'aws-cdk-lib/aws-events';
import { FilterRule, MetricType, StartingPosition, type EventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { environment } from '../../contract/environment';
import type { MessageType } from '../../contract/queue-message';
import { countedStates } from '../../contract/sender-metrics';
import type { PublishedStates } from '../events/published-states';
import type { DeliveriesTable } from '../storage/deliveries-table';
import { toReadStream, toSend } from '../storage/key-use';
import { acknowledge } from '../validation/acknowledgements';
import { leastMemory } from './memory-sizes';
import { PipelineFunction, type FunctionSettings } from './pipeline-function';

export interface AnnounceFunctionProps extends FunctionSettings {
  readonly table: DeliveriesTable;
  readonly eventBus: IEventBus;
  readonly publishedStates: PublishedStates;
  /** Where letters wait whose PDFs are to be kept, if any are. */
  readonly letterPdfQueue: Queue | undefined;
  /** The services whose messages are counted for each. */
  readonly senderMetrics: readonly string[];
}

/**
 * Turns changes on the table's stream into events on the bus, at least once, and does what else follows from them. It is not
 * called for changes that nothing follows from.
 */
export class AnnounceFunction extends PipelineFunction {
  /** What reads the stream. */
  readonly stream: EventSourceMapping;

  constructor(scope: Construct, id: string, props: AnnounceFunctionProps) {
    const { table, eventBus, publishedStates, letterPdfQueue, senderMetrics } = props;

    super(scope, id, {
      ...props,
      bundle: 'announce',
      name: 'announce',
      // One for each shard of the stream, which has as many as the table has partitions.
      concurrentRuns: 10,
      description: 'Publishes an event on the bus for each change of a delivery.',
      timeout: Duration.minutes(1),
      memorySize: leastMemory.announce,
      // The ARN serves where the API asks for the bus's name, and is the only way to reach another account's bus.
      variables: {
        [environment.eventBusName]: eventBus.eventBusArn,
        [environment.publishedStates]: publishedStates.variable,
        ...(letterPdfQueue && { [environment.letterPdfQueueUrl]: letterPdfQueue.queueUrl }),
        ...(senderMetrics.length > 0 && { [environment.senderMetrics]: senderMetrics.join(',') }),
      },
    });

    // With no limit set, it tries again until the stream forgets the record, after 24 hours.
    this.stream = this.addEventSourceMapping('FromStream', {
      // It has a stream, because every change may be an event.
      eventSourceArn: table.tableStreamArn as string,
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize: 100,
      parallelizationFactor: 1,
      reportBatchItemFailures: true,
      // Nothing else says that it has stopped.
      metricsConfig: { metrics: [MetricType.EVENT_COUNT] },
      filters: [
        // The rate limit and the holds are no deliveries, have no state, and change all the time.
        publishedStates.filter((states) => imageWith({ state: { S: states } })),
        // The PDF of a letter is asked for, and stored, whatever its state is.
        ...(letterPdfQueue ? [{ pattern: JSON.stringify(imageWith({ state, type: { S: letterTypes } })) }] : []),
        // What is counted for a service may be no event that is published.
        ...(senderMetrics.length > 0 ? [{ pattern: JSON.stringify(imageWith(countedOf(senderMetrics))) }] : []),
      ],
    });
    this.allow(
      ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator', 'dynamodb:ListStreams'],
      table.tableStreamArn as string,
    );
    this.allowKey(props.encryptionKey, toReadStream(table));
    acknowledge(this, 'noDestinationOfStream');
    eventBus.grantPutEventsTo(this);
    if (letterPdfQueue) {
      this.allow(['sqs:SendMessage'], letterPdfQueue.queueArn);
      this.allowKey(props.encryptionKey, toSend(letterPdfQueue));
    }
  }
}

/** What there is of a delivery whatever its state. */
const state = { S: FilterRule.exists() };

const letterTypes: readonly MessageType[] = ['letter', 'precompiled_letter'];

const countedOf = (senders: readonly string[]): object => ({ state: { S: countedStates }, sender: { S: senders } });

/** Matches a record that was written with these attributes. One that DynamoDB removes because its time is over is no change. */
const imageWith = (attributes: object): object => ({
  eventName: FilterRule.or('INSERT', 'MODIFY'),
  dynamodb: { NewImage: attributes },
});
