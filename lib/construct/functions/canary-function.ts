import { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { environment } from '../../contract/environment';
import { anyUuid } from '../../contract/payloads';
import type { PipelineQueues } from '../queues/pipeline-queues';
import type { DeliveriesTable } from '../storage/deliveries-table';
import { toSend, toUseItems } from '../storage/key-use';
import { FunctionSchedule } from './function-schedule';
import { leastMemory } from './memory-sizes';
import { PipelineFunction, type FunctionSettings } from './pipeline-function';

/**
 * A message that is sent again and again to see whether messages go.
 *
 * @example
 * new NotifyPipeline(this, 'Notify', {
 *   apiKeySecret,
 *   canary: { templateId: 'e0000000-0000-4000-8000-000000000003', every: Duration.minutes(10) },
 * });
 */
export interface CanaryOptions {
  /**
   * The id of an email template of the Notify service, without placeholders.
   *
   * @see https://docs.notifications.service.gov.uk/rest-api.html#smoke-testing
   */
  readonly templateId: string;

  /**
   * How often one is sent. Whole minutes, at least one.
   *
   * @default Duration.minutes(5)
   */
  readonly every?: Duration;

  /**
   * How long it may take until Notify has it. Whole seconds, from 10 to 600. After that it is not sent any more.
   *
   * @default Duration.minutes(1)
   */
  readonly within?: Duration;
}

export interface CanaryFunctionProps extends FunctionSettings {
  readonly queues: PipelineQueues;
  readonly table: DeliveriesTable;
  readonly canary: CanaryOptions;
}

/** Sends a message that nobody gets through the pipeline on a schedule, and counts those that Notify has in time. */
export class CanaryFunction extends PipelineFunction {
  readonly schedule: FunctionSchedule;

  constructor(scope: Construct, id: string, props: CanaryFunctionProps) {
    const { table, queues, canary } = props;
    const { urgentQueue } = queues;
    const { templateId, every = Duration.minutes(5), within = Duration.minutes(1) } = canary;

    const timeout = within.plus(Duration.seconds(30));

    super(scope, id, {
      ...props,
      bundle: 'canary',
      name: 'canary',
      concurrentRuns: Math.ceil(timeout.toSeconds() / every.toSeconds()),
      description: 'Sends a test email through the queue, and checks that GOV.UK Notify gets it in time.',
      timeout,
      memorySize: leastMemory.canary,
      variables: {
        [environment.tableName]: table.tableName,
        [environment.urgentQueueUrl]: urgentQueue.queueUrl,
        [environment.canaryTemplateId]: templateId,
        [environment.canaryWithinSeconds]: String(within.toSeconds()),
      },
    });

    this.schedule = new FunctionSchedule(scope, `${id}Schedule`, { target: this, every, group: props.scheduleGroup });

    this.allowOnItems(['dynamodb:GetItem'], table.tableArn, [anyUuid]);
    this.allow(['sqs:SendMessage'], urgentQueue.queueArn);
    this.allowKey(props.encryptionKey, toUseItems(table));
    this.allowKey(props.encryptionKey, toSend(urgentQueue));
  }
}
