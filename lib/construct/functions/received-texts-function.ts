import { Duration } from 'aws-cdk-lib';
import type { IEventBus } from 'aws-cdk-lib/aws-events';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { environment } from '../../contract/environment';
import { stateItems } from '../../contract/state-items';
import type { DeliveriesTable } from '../storage/deliveries-table';
import { FunctionSchedule } from './function-schedule';
import { leastMemory } from './memory-sizes';
import { PipelineFunction, type FunctionSettings } from './pipeline-function';
import { toUseItems } from '../storage/key-use';
import { secretId } from '../storage/secret-id';

export interface ReceivedTextsFunctionProps extends FunctionSettings {
  readonly table: DeliveriesTable;
  readonly eventBus: IEventBus;
  readonly apiKeySecret: ISecret;
  readonly notifyBaseUrl: string;
  readonly pollInterval: Duration;
}

/** Asks Notify on a schedule for the texts that people sent to the service, and publishes an event for each. */
export class ReceivedTextsFunction extends PipelineFunction {
  readonly schedule: FunctionSchedule;

  constructor(scope: Construct, id: string, props: ReceivedTextsFunctionProps) {
    const { table, eventBus, apiKeySecret, pollInterval } = props;

    super(scope, id, {
      ...props,
      bundle: 'received-texts',
      name: 'receivedTexts',
      concurrentRuns: 1,
      description: 'Publishes an event for each text message that people send to the GOV.UK Notify service.',
      // Less than the shortest time between two runs, so that they never overlap.
      timeout: Duration.seconds(55),
      memorySize: leastMemory.receivedTexts,
      variables: {
        [environment.tableName]: table.tableName,
        [environment.eventBusName]: eventBus.eventBusArn,
        [environment.apiKeySecretArn]: secretId(apiKeySecret),
        [environment.notifyBaseUrl]: props.notifyBaseUrl,
      },
    });

    this.schedule = new FunctionSchedule(scope, `${id}Schedule`, {
      target: this,
      every: pollInterval,
      group: props.scheduleGroup,
    });

    this.allowReading(apiKeySecret);
    this.allowOnItems(['dynamodb:GetItem', 'dynamodb:PutItem'], table.tableArn, [stateItems.receivedTexts]);
    this.allowOnItems(['dynamodb:GetItem', 'dynamodb:UpdateItem'], table.tableArn, [`${stateItems.published}*`]);
    eventBus.grantPutEventsTo(this);
    this.allowKey(props.encryptionKey, toUseItems(table));
  }
}
