import { Duration } from 'aws-cdk-lib';
import type { IEventBus } from 'aws-cdk-lib/aws-events';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { environment } from '../../contract/environment';
import { stateItems } from '../../contract/state-items';
import type { DeliveriesTable } from '../storage/deliveries-table';
import { tableKeyActions } from '../storage/encryption-key';
import { FunctionSchedule } from './function-schedule';
import { PipelineFunction, type FunctionSettings } from './pipeline-function';
import { secretId } from '../storage/secret-id';

export interface ReceivedTextsFunctionProps extends FunctionSettings {
  readonly table: DeliveriesTable;
  readonly eventBus: IEventBus;
  readonly apiKeySecret: ISecret;
  readonly notifyBaseUrl: string;
  readonly pollInterval: Duration;
}

/** Asks Notify on a schedule for the texts that people sent to the service, and tells of each. */
export class ReceivedTextsFunction extends PipelineFunction {
  readonly schedule: FunctionSchedule;

  constructor(scope: Construct, id: string, props: ReceivedTextsFunctionProps) {
    const { table, eventBus, apiKeySecret, pollInterval } = props;

    super(scope, id, {
      ...props,
      bundle: 'received-texts',
      description: 'Tells of the text messages that people sent to a service of GOV.UK Notify.',
      // Less than the shortest time between two runs, so that they never overlap.
      timeout: Duration.seconds(55),
      memorySize: 512,
      variables: {
        [environment.tableName]: table.tableName,
        [environment.eventBusName]: eventBus.eventBusArn,
        [environment.apiKeySecretArn]: secretId(apiKeySecret),
        [environment.notifyBaseUrl]: props.notifyBaseUrl,
      },
    });

    this.schedule = new FunctionSchedule(scope, `${id}Schedule`, { target: this, every: pollInterval });

    this.allowReading(apiKeySecret);
    this.allowOnItems(['dynamodb:GetItem', 'dynamodb:PutItem'], table.tableArn, [stateItems.receivedTexts]);
    this.allowOnItems(['dynamodb:GetItem', 'dynamodb:UpdateItem'], table.tableArn, [`${stateItems.published}*`]);
    eventBus.grantPutEventsTo(this);
    this.allowKey(props.encryptionKey, tableKeyActions);
  }
}
