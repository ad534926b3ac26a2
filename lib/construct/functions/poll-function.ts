import { Duration, Tokenization } from 'aws-cdk-lib';
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

export interface PollFunctionProps extends FunctionSettings {
  readonly table: DeliveriesTable;
  readonly apiKeySecret: ISecret;
  readonly notifyBaseUrl: string;
  readonly pollInterval: Duration;
  /**
   * Whether Notify sends callbacks to the pipeline, so that those which did not come can be counted.
   * @default false
   */
  readonly callbacks?: boolean;
}

const longestRun = Duration.minutes(5);

/** Asks Notify on a schedule what happened to the messages that it took. */
export class PollFunction extends PipelineFunction {
  readonly schedule: FunctionSchedule;

  constructor(scope: Construct, id: string, props: PollFunctionProps) {
    const { table, apiKeySecret, pollInterval } = props;

    super(scope, id, {
      ...props,
      bundle: 'poll',
      name: 'poll',
      concurrentRuns: Math.ceil(longestRun.toSeconds() / pollInterval.toSeconds()),
      description: 'Asks GOV.UK Notify what happened to the messages that it accepted.',
      timeout: longestRun,
      memorySize: leastMemory.poll,
      variables: {
        [environment.tableName]: table.tableName,
        [environment.apiKeySecretArn]: secretId(apiKeySecret),
        [environment.notifyBaseUrl]: props.notifyBaseUrl,
        [environment.callbacks]: props.callbacks === true ? 'on' : 'off',
        [environment.pollIntervalSeconds]: Tokenization.stringifyNumber(pollInterval.toSeconds()),
      },
    });

    this.schedule = new FunctionSchedule(scope, `${id}Schedule`, {
      target: this,
      every: pollInterval,
      group: props.scheduleGroup,
    });

    this.allowReading(apiKeySecret);
    this.allow(['dynamodb:UpdateItem'], table.tableArn);
    this.allow(['dynamodb:Query'], table.awaitedIndexArn);
    // Callbacks may have ended a delivery that is still on a list.
    if (props.callbacks) this.allow(['dynamodb:GetItem'], table.tableArn);
    this.allowOnItems(['dynamodb:DeleteItem'], table.tableArn, [`${stateItems.awaitedList}*`]);
    this.allowOnItems(['dynamodb:GetItem', 'dynamodb:PutItem'], table.tableArn, Object.values(stateItems.poll));
    this.allowKey(props.encryptionKey, toUseItems(table));
  }
}
